"""The timetable of a day of exams: what must happen, where, before whom, and whether a plan of it holds.

Minutes count from midnight of the day. What searches for a good plan is not here: `plain` makes one without any
library, `exam.planning` a shorter one, and `check` judges both in the same way.
"""

"""What is printed around an exam beside its record: letters, lists, cards, sheets, slips; data, drawn elsewhere.

A template (`reports/<system>/printouts/*.yaml`) holds the words and the order of blocks; `facts` give the values. Keys
of items stand only on printouts whose reader is an examiner, because only their facts hold any.
"""

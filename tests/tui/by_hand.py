"""A whole exam by hand: both people at one keyboard, from home to the archived record."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from exam.bootstrap import open_workspace
from exam.core.candidate_session import SessionState
from exam.core.item import AssessmentItem, ChoiceItem, SpreadsheetItem, TranscriptSet
from exam.core.session_values import PlannedGoal
from exam.core.spreadsheet_values import expected_values, generate
from exam.scripted.performance import PIN
from exam.workbook.filling import fill_workbook
from tests.tui.terminal import Terminal

TASKS = (
    "vip-call",
    "sale-transcripts",
    "complaint-transcripts",
    "complaint-call",
    "complaint-stress",
    "written-reply",
    "analysis-workbook",
    "law-test",
    "training-plan",
    "english-call",
    "role-oral",
)
"""In the order of the board."""
FIGURANT = ("vip-call", "complaint-call", "training-plan")
CRITERIA = {
    "vip-call": 4,
    "sale-transcripts": 1,
    "complaint-transcripts": 1,
    "complaint-call": 2,
    "complaint-stress": 1,
    "written-reply": 3,
    "analysis-workbook": 6,
    "training-plan": 3,
    "english-call": 2,
    "role-oral": 3,
}
REPLY = ("zakaznik@priklad.test", "Re: Vaše zpráva", "Dobrý den, omlouváme se a zboží Vám vyměníme do 14 dnů.")
ETHICS = ("Osobní údaje do veřejné odpovědi nepatří.", "Slíbíme jen to, co splníme.", "Odpovíme věcně a zdvořile.")
GOALS = (
    PlannedGoal(text="Nováček samostatně vyřídí běžný dotaz.", weeks=(1,)),
    PlannedGoal(text="Nováček zapíše reklamaci do systému.", weeks=(2, 3)),
    PlannedGoal(text="Nováček předá složitý případ kolegovi.", weeks=(4,)),
)
REASON = "Kandidát se nezeptal na podstatu vady a nenabídl žádné řešení."


class ByHand:
    """Two examiners and a candidate who share one terminal."""

    def __init__(self, terminal: Terminal, workspace: Path, note: Callable[[str, str], None]) -> None:
        self.terminal = terminal
        self._workspace = workspace
        self._note = note

    def run(self) -> None:
        """Hold the whole exam: everything right but one criterion of the complaint call."""
        self.begin()
        for task in TASKS:
            getattr(self, f"do_{task.replace('-', '_')}", self.perform)(task)
            if task in CRITERIA:
                self.judge(task)
        self.end()

    def see(self, name: str, *markers: str, gone: str = "") -> str:
        """Wait for a screen and note it."""
        screen = self.terminal.wait(*markers, gone=gone)
        self._note(name, screen)
        return screen

    def pin(self, *before: str) -> None:
        """Choose somebody and enter the PIN."""
        self.terminal.wait("PIN")
        self.terminal.press(*before)
        self.terminal.type(PIN)
        self.terminal.press("Enter")
        self.terminal.wait(gone="Enter přihlásit")

    def begin(self) -> None:
        """From sign-in to the board of an admitted candidate."""
        keys = self.terminal
        self.see("sign-in", "Kdo zkouší?")
        self.pin()
        self.see("home", "Termíny a uchazeči")
        keys.press("Enter")
        self.see("day", "O zahájit termín")
        keys.press("o")
        keys.wait("Zahájit termín?")
        keys.press("Enter")
        keys.wait("zahájený")
        keys.press("Enter")
        keys.wait("Zahájit zkoušku")
        keys.press("Enter")
        self.see("board", "ověřit totožnost")
        keys.press("i")
        keys.wait("občanský průkaz")
        keys.press("Enter")
        keys.wait("seznámit uchazeče")
        self.to_candidate()
        self.see("induction", "Než začnete")
        keys.press("F2")
        self.see("desk", "Vyberte úkol")
        self.to_examiner()

    def to_candidate(self) -> None:
        """Hand the keyboard over."""
        self.terminal.press("h")
        self.see("hand-over", "Klávesnici převezme uchazeč")
        self.pin()

    def to_examiner(self) -> None:
        """Take the keyboard back, as the chair."""
        self.terminal.press("F10")
        self.see("take-back", "Klávesnici převezme zkoušející")
        self.pin()
        self.terminal.wait("Na řadě")

    def go(self, task: str) -> None:
        """Go to a task on the board."""
        self.terminal.wait("Na řadě")
        self.terminal.press("Home", *["Down"] * TASKS.index(task))

    def open(self, task: str) -> None:
        """Open a task before both examiners."""
        self.go(task)
        self.terminal.press("Enter")
        if task in FIGURANT:
            self.terminal.wait("figuranta")
            self.terminal.press("Down", "Enter")
        self.terminal.wait("Zadat úkol")
        self.terminal.press("Enter")
        self.terminal.wait("probíhá")

    def at_desk(self, task: str, marker: str) -> None:
        """Open a task and sit the candidate before it."""
        self.open(task)
        self.to_candidate()
        self.terminal.wait("▶")
        self.terminal.press("Enter")
        self.see(task, marker)

    def hand_in(self) -> None:
        """Hand a task in and take the keyboard back."""
        self.terminal.press("F8")
        self.see("submit", "Odevzdat?")
        self.terminal.press("Enter")
        self.terminal.wait("odevzdáno", gone="Odevzdat?")
        self.to_examiner()

    def do_law_test(self, task: str) -> None:
        """Answer every item right."""
        self.at_desk(task, "1/15")
        state, items = self._paper(task)
        for number, pinned in enumerate(state.papers[task], start=1):
            self.terminal.wait(f" {number}/15")
            item = next(entry for entry in items if entry.id == pinned.item)
            key = item.key if isinstance(item, ChoiceItem) else ""
            self.terminal.press(str(pinned.order.index(key) + 1))
            self.terminal.wait("uloženo", f"{number}●")
            self.terminal.press("Right")
        self.see("test-answered", "15●")
        self.hand_in()

    def _pick_transcript(self, task: str) -> None:
        self.at_desk(task, "Přepis 1 ze 3")
        state, items = self._paper(task)
        key = items[0].key if isinstance(items[0], TranscriptSet) else ""
        place = str(state.papers[task][0].order.index(key) + 1)
        self.terminal.press(place)
        self.terminal.wait(f"Přepis {place} ze 3")
        self.terminal.press("Enter")
        self.see("transcript-picked", f"zvolen: {place}", "uloženo")
        self.hand_in()

    do_sale_transcripts = do_complaint_transcripts = _pick_transcript

    def do_written_reply(self, task: str) -> None:
        """Write and send the reply, answer the prompts."""
        keys = self.terminal
        self.at_desk(task, "F5 odeslat")
        keys.press("F3")
        for field in REPLY[:2]:
            keys.type(field)
            keys.press("Tab")
        keys.type(REPLY[2])
        keys.wait("uloženo")
        self.see("reply", "vyměníme")
        keys.press("F5")
        keys.wait("Odeslat odpověď zákazníkovi?")
        keys.press("Enter")
        keys.wait("Odpověď je odeslaná")
        keys.press("F4")
        for text in ETHICS:
            keys.type(text)
            keys.press("Tab")
        self.see("ethics", ETHICS[-1])
        self.hand_in()

    def do_training_plan(self, task: str) -> None:
        """Write the plan; the commission picks the second goal, which is demonstrated."""
        keys = self.terminal
        self.at_desk(task, "Cíl a týdny")
        for goal in GOALS:
            keys.type(goal.text)
            keys.press("Tab")
            keys.type(", ".join(map(str, goal.weeks)))
            keys.press("Tab")
        keys.wait("uloženo")
        self.see("plan", GOALS[2].text[:20])
        self.hand_in()
        self.go(task)
        keys.press("Enter")
        keys.wait("zapečetěno")
        keys.press("F5")
        keys.wait("PLÁN UCHAZEČE")
        keys.press("g")
        keys.wait("Který cíl")
        keys.press("Down", "Enter")
        keys.wait("VYBRANÝ CÍL")
        keys.press("Escape")

    def do_analysis_workbook(self, task: str) -> None:
        """Get the workbook, fill it in, hand it in."""
        keys = self.terminal
        self.at_desk(task, "Zatím nebyl odevzdán")
        keys.press("F2")
        keys.wait("Sešit najdete zde")
        keys.press("Enter")
        state, items = self._paper(task)
        item = next(entry for entry in items if isinstance(entry, SpreadsheetItem))
        folder = self._workspace / "desk" / state.session
        values = expected_values(item.assignment, generate(item.assignment, state.seeds[task]))
        filled = fill_workbook((folder / f"{task}.xlsx").read_bytes(), item.assignment, values)
        (folder / f"{task}.xlsx").write_bytes(filled)
        keys.press("F3")
        keys.wait("Který soubor")
        keys.press("Enter")
        self.see("workbook", "Odevzdáno:", "uloženo")
        self.hand_in()

    def perform(self, task: str) -> None:
        """Open what is performed before the panel, and end it."""
        self.open(task)
        self.go(task)
        self.terminal.press("Enter")
        self.see(task, "zapečetěno")
        if task in FIGURANT:
            self.terminal.wait("Čeká se na zvednutí")
            self.terminal.press("v")
            self.see(f"picked-up-{task}", "zvednuto")
        self.terminal.press("e")
        self.terminal.wait("Ukončit ukázku?")
        self.terminal.press("Enter")
        self.terminal.wait("odevzdáno")
        self.terminal.press("Escape")

    def judge(self, task: str) -> None:
        """Both examiners judge alone; then all is revealed and agreed."""
        keys = self.terminal
        self.go(task)
        keys.press("Enter")
        keys.wait("zapečetěno")
        self.marks(task)
        self.see(f"judged-{task}", "✓")
        keys.press("F2")
        self.pin("Down")
        keys.wait("Krátký", "ohodnoceno 0/")
        self.marks(task)
        keys.press("F2")
        self.pin()
        keys.wait("Dvořáková")
        keys.press("r")
        self.see(f"revealed-{task}", "odkryto", "ohodnoceno 0/")
        keys.press("a")
        keys.wait(f"ohodnoceno {CRITERIA[task]}/")
        keys.press("Escape")

    def marks(self, task: str) -> None:
        """Mark each criterion; the complaint is not resolved."""
        for number in range(CRITERIA[task]):
            if task == "complaint-call" and number == 0:
                self.not_met()
            elif task == "complaint-stress":
                self.terminal.press("s")
                self.terminal.wait("Kolik předvedl")
                self.terminal.type("3")
                self.terminal.press("Enter")
            else:
                self.terminal.press("s")
            self.terminal.wait(f"ohodnoceno {number + 1}/")

    def not_met(self) -> None:
        """Mark a criterion as not met, with a reason."""
        self.terminal.press("n")
        self.terminal.wait("Konkrétní důvod")
        self.terminal.type(REASON)
        self.see("reason", REASON[:20])
        self.terminal.press("F2", "F2")

    def end(self) -> None:
        """From the last judgement to the archived record."""
        keys = self.terminal
        keys.wait("Na řadě")
        keys.press("v")
        self.see("closing", "určit výsledek")
        keys.press("Enter")
        keys.wait("Určit výsledek a uzavřít")
        keys.press("Enter")
        keys.wait("oznámit výsledek")
        keys.press("Enter")
        keys.wait("Oznámit výsledek uchazeči?")
        keys.press("Enter")
        keys.wait("vezme výsledek na vědomí")
        self.to_candidate()
        self.see("result", "NEVYHOVĚL")
        keys.press("F4")
        keys.wait("Námitka")
        keys.press("F2")
        self.see("acknowledged", "vzal výsledek")
        keys.press("F10")
        self.pin()
        self.see("to-issue", "vystavit záznam")
        keys.press("Enter")
        keys.wait("Vystavit záznam?")
        keys.press("Enter")
        for _ in range(3):
            keys.wait("podepsat záznam")
            keys.press("Enter")
            keys.wait("PIN")
            self.pin()
            time.sleep(0.5)
        keys.wait("uložit záznam do archivu")
        keys.press("F2")
        self.pin()
        keys.wait("Dvořáková")
        keys.press("Enter")
        self.see("archived", "PRACTICE")

    def _paper(self, task: str) -> tuple[SessionState, Sequence[AssessmentItem]]:
        with open_workspace(self._workspace, owning=False) as workspace:
            (session,) = workspace.sessions()
            state = workspace.service.sessions.state(session)
            return state, workspace.service.sessions.items(state, task)

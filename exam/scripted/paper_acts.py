"""What each action that leaves a paper does on the stage; the papers lie beside the scenario's workspace."""

from collections.abc import Mapping

from exam.core import sitting as planned
from exam.core.canonical import canonical_json, digest
from exam.core.printouts.letters import Departure
from exam.core.timetable.day import minute_of
from exam.core.timetable.plan import PlanFile
from exam.packs import bundle, pack
from exam.scripted import acts
from exam.scripted import paper_actions as actions
from exam.scripted.stage import Stage
from exam.service.access import Actor
from exam.service.day_planning import GoneOn
from exam.service.facts import ProofFile
from exam.service.handing_over import Told
from exam.service.printing import Wish
from exam.transfer import write_transfer

EFFORT = 0.2
"""How long a timetable is searched for; the same plan each time."""
MINUTES = 24 * 60


def wait(stage: Stage, _actor: Actor, arguments: actions.Wait) -> None:
    """Let days pass."""
    stage.clock.pass_minutes(arguments.days * MINUTES)


def print_papers(stage: Stage, actor: Actor, arguments: actions.PrintPapers) -> None:
    """Print papers of the sitting, those of a timetable where one was planned."""
    wish = Wish(printouts=frozenset(arguments.only), bank=arguments.bank, plan=stage.planned)
    if arguments.office is not None:
        wish = Wish(printouts=wish.printouts, bank=wish.bank, plan=wish.plan, office=arguments.office)
    for one in stage.service.printing.printed(actor, stage.sitting, wish):
        stage.keep(f"{one.printout}-{one.about}.pdf", one.pdf)


def plan_day(stage: Stage, _actor: Actor, arguments: actions.PlanDay) -> None:
    """Plan the day; in an opened sitting what happened until a time stays as the journal says."""
    former = stage.planned.days[0].plan if stage.planned else None
    gone_on = GoneOn(former, minute_of(arguments.at)) if arguments.at else None
    made = stage.service.days.plan(stage.sitting, arguments.day, gone_on, effort=EFFORT)
    stage.planned = made
    told = {"schema": "exam/plan/1", "sitting": made.sitting, "on": made.on}
    file = PlanFile.model_validate(told | {"days": tuple(part.plan for part in made.days)})
    stage.keep("timetable.json", file.model_dump_json(by_alias=True, indent=1).encode())


def inspect_sitting(stage: Stage, _actor: Actor, _arguments: object) -> None:
    """Put the papers for an inspector together, with the proofs of the facts."""
    found = stage.service.inspection.inspect(stage.sitting)
    stage.keep("inspection.json", canonical_json(found))
    for fact in found.facts:
        if fact.proof is not None:
            stage.keep(f"proof-{fact.number:03}.bin", stage.service.inspection.proof(fact.proof))


def dispatch_record(stage: Stage, actor: Actor, arguments: actions.Dispatch) -> None:
    """Send the record with its letter, and note it under the digest of the pack."""
    on, dispatching = stage.clock.now().date(), stage.service.dispatching
    record, pdf = dispatching.sendable(actor, stage.session, on=on, way=arguments.way)
    name = f"{record.record}.pdf"
    letter = stage.service.printing.dispatch_letter(
        actor, stage.session, record=record.record, file=name, sha256=digest(pdf)
    )
    sent = bundle({name: pdf, "letter.pdf": letter})
    stage.keep("dispatch.zip", sent)
    dispatching.sent(actor, stage.session, on=on, way=arguments.way, pack=sent, proof=_proof(arguments.proof))


def pack_review(stage: Stage, _actor: Actor, arguments: actions.PackReview) -> None:
    """Put together what a review needs, with the evidence or without it."""
    members = dict(stage.service.dispatching.for_review(stage.session))
    if not arguments.redacted:
        members["evidence.zip"] = pack(stage.service.replays.evidence(stage.session), stage.ports.program)
    stage.keep("review-redacted.zip" if arguments.redacted else "review.zip", bundle(members))


def hand_over(stage: Stage, actor: Actor, arguments: actions.HandOver) -> None:
    """Hand everything over."""
    handing = stage.service.handing_over
    told = Told(on=arguments.told_on, way=arguments.told_way, proof=_proof(arguments.proof))
    papers = handing.papers(actor, Departure(successor=arguments.to, ends_on=arguments.ends_on), told)
    stage.keep("handover-letter.pdf", papers.letter)
    members = handing.members(papers, lambda evidence: pack(evidence, stage.ports.program))
    chain = (("register-chain.json", canonical_json(papers.parcel.chain)),)
    handing.note(actor, papers, told, write_transfer(stage.place("handover.zip"), (*chain, *members)))


def set_judging(stage: Stage, actor: Actor, arguments: actions.SetJudging) -> None:
    """Say how panels judge."""
    stage.service.sitting(actor, stage.sitting, planned.SetJudging(judging=arguments.judging))


def place_hold(stage: Stage, actor: Actor, arguments: actions.PlaceHold) -> None:
    """Place a hold."""
    about = "" if arguments.whole else stage.session
    stage.service.sitting(actor, stage.sitting, planned.PlaceHold(session=about, reason=arguments.reason))


def propose_lift(stage: Stage, actor: Actor, arguments: actions.ProposeLift) -> None:
    """Propose to lift the last hold."""
    command = planned.ProposeLift(hold=_last_hold(stage), reason=arguments.reason)
    stage.service.sitting(actor, stage.sitting, command)


def lift_hold(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Lift the last hold."""
    stage.service.sitting(actor, stage.sitting, planned.LiftHold(hold=_last_hold(stage)))


def erase_candidate(stage: Stage, actor: Actor, arguments: actions.EraseCandidate) -> None:
    """Erase the candidate."""
    stage.service.erasure.erase_candidate(actor, stage.state().candidate, arguments.reason)


def propose_disposal(stage: Stage, actor: Actor, arguments: actions.ProposeDisposal) -> None:
    """Propose to dispose of the candidate's record."""
    stage.service.custody.enter_own()
    lines = stage.service.custody.register().lines.values()
    numbers = [line.number for line in lines if line.session == stage.session]
    stage.service.disposals.propose(actor, numbers, arguments.reason)


def _last_hold(stage: Stage) -> int:
    return max((hold.seq for hold in stage.service.sittings.state(stage.sitting).holds), default=0)


def _proof(text: str) -> ProofFile | None:
    return ProofFile(name="proof.txt", data=text.encode()) if text else None


_ALL: tuple[acts.Act, ...] = (
    wait,
    print_papers,
    plan_day,
    inspect_sitting,
    dispatch_record,
    pack_review,
    hand_over,
    set_judging,
    place_hold,
    propose_lift,
    lift_hold,
    erase_candidate,
    propose_disposal,
)
ACTS: Mapping[str, acts.Act] = {act.__name__: act for act in _ALL}
"""What is done for each action."""

"""Derives the verdict of an exam record again from its attached files alone: record.json, extract.json, standard.json.

    python3 verify_record.py FOLDER

FOLDER holds the three files as any PDF reader extracts them (`pdfdetach -saveall record.pdf`). Standard library only,
no line shared with the program that made the record: what it needs to know stands in record-format.md, and the numbers
below are its sections. Signatures and pages are not looked at; for those take `exam verify` or another PAdES validator.
Prints one line for each fault. Exit status: 0 the record proves itself, 1 it does not, 2 it cannot be read.
"""

import hashlib
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

HEX = re.compile(r"[0-9a-f]{64}")
EXCUSED = {"WaiverAccepted": "waived", "CompetencyRecognised": "recognised"}
FILES = {"record.json": "exam/record/1", "extract.json": "exam/extract/1", "standard.json": "exam/standard/1"}
DECISIVE = {*EXCUSED, "SessionOpened", "IdentityVerified", "InductionAcknowledged", "PaperDrawn", "TaskOpened"}
DECISIVE |= {"SubmissionStored", "ResponseSubmitted", "ReasonsAcknowledged", "IrregularityLogged", "RecordCorrected"}
DECISIVE |= {"ResultDetermined", "SessionEnded", "EndingWeighed", "TaskScored", "ProposalDecided", "CriterionAgreed"}


def no_float(text):
    raise ValueError(f"a number that is no integer: {text}")


def unique(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key that stands twice")
    return dict(pairs)


def parse(data):
    """Return what strict JSON spells."""
    return json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_float=no_float, parse_constant=no_float)


def canonical(value):
    """Return the canonical bytes of a value (§ 1)."""
    return json.dumps(ordered(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def ordered(value):
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [ordered(entry) for entry in value] if isinstance(value, list) else value


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def field(data):
    """Return data behind their length in four bytes (§ 3)."""
    return len(data).to_bytes(4, "big") + data


def salted(salt, body):
    """Return the digest of a salted body (§ 3)."""
    return sha256(field(bytes.fromhex(salt)) + body)


def link_hash(link, before):
    """Return the hash that a link must have after the one before it (§ 3)."""
    told = (str(link[name]).encode() for name in ("stream", "seq", "type", "version"))
    parts = (b"exam/journal/1", bytes.fromhex(before), *told, bytes.fromhex(link["body_digest"]))
    return sha256(b"".join(map(field, parts)))


def check_chain(record, extract):
    """Yield what is wrong with the chain and its bodies (§§ 3, 4)."""
    head, stream = "0" * 64, f"session/{record['session']}"
    if extract["stream"] != stream:
        yield "the extract is of another session"
    for number, entry in enumerate(extract["entries"], 1):
        link = entry["link"]
        place = (link["stream"], link["seq"], link["prev"])
        whole = HEX.fullmatch(link["body_digest"]) and link["hash"] == link_hash(link, head)
        if place != (stream, number, head) or not whole:
            yield f"link {number} does not follow from the one before"
            return
        head = link["hash"]
        if entry["body"] is None or entry["salt"] is None:
            if link["type"] in DECISIVE:
                yield f"event {number} decides, and its body is missing"
        elif salted(entry["salt"], entry["body"].encode("utf-8")) != link["body_digest"]:
            yield f"event {number} has another body"
    if record["session_head"] != {"seq": len(extract["entries"]), "hash": head}:
        yield "the record rests on another head"


def events(extract):
    """Return (type, data) of every event that decides."""
    shown = [(entry["link"]["type"], entry["body"]) for entry in extract["entries"] if entry["body"] is not None]
    return [(kind, parse(body.encode("utf-8"))["data"]) for kind, body in shown if kind in DECISIVE]


def check_people(record, happened):
    """Yield who is not the one that the journal knows by reference (§ 5)."""
    opened = [data for kind, data in happened if kind == "SessionOpened"]
    verified = [data for kind, data in happened if kind == "IdentityVerified"]
    if len(opened) != 1:
        yield "the session was not opened once"
        return
    start = opened[0]
    told = (start["session"], start["sitting"], start["sitting_head"], start["candidate"], start["standard"])
    named = (record["session"], record["sitting"], record["sitting_head"], record["candidate"]["id"])
    if told != (*named, record["standard"]["id"]) or start["standard_digest"] != record["standard"]["digest"]:
        yield "the session was opened for something else"
    if [data["identity"] for data in verified][-1:] != [reference(record["candidate"])]:
        yield "the candidate is not the person who was verified"
    members = [(member["id"], member["identity"], member["chair"]) for member in start["members"]]
    if members != [(person["id"], reference(person), person["chair"]) for person in record["examiners"]]:
        yield "the examiners are not the commission"


def reference(person):
    """Return the salted reference of a person (§ 5)."""
    return salted(person["version"]["salt"], canonical(person["version"]["identity"]))


class Verdict:
    """The verdict to which a standard and what happened lead (§ 6)."""

    def __init__(self, standard, happened):
        self.standard, self.findings, self.excused, self.scores, self.barred = standard, {}, {}, {}, set()
        self.tasks = [task for competency in standard["competencies"] for task in competency["tasks"]]
        for kind, data in happened:
            self.settle(kind, data)
        for task in self.tasks:
            needed = [name for name in task.get("requires", []) if name.rpartition(".")[0] not in self.excused]
            if any(self.criterion(name) in {"not_met", "barred"} for name in needed):
                self.barred.add(task["id"])
        self.derived = {competency["id"]: self.competency(competency) for competency in standard["competencies"]}
        self.statuses = {name: status for _, criteria in self.derived.values() for name, status in criteria.items()}

    def settle(self, kind, data):
        """Keep the last finding for each (task, criterion), what is excused, and the scores of items."""
        if kind == "TaskScored":
            for found in data["criteria"]:
                self.findings[data["task"], found["criterion"]] = (found["judgement"], found["reason"])
            if data["items"]:
                self.scores[data["task"]] = [total(data["items"], name) for name in ("score", "max_score")]
        elif kind == "CriterionAgreed":
            agreed = data["agreement"]
            self.findings[data["task"], data["criterion"]] = (agreed["judgement"], agreed["reason"])
        elif kind in EXCUSED:
            self.excused[data["competency"]] = EXCUSED[kind]

    def criterion(self, name):
        """Return the status of a criterion by every task that names it, certificates apart."""
        tasks = {task["id"] for task in self.tasks if name in task["criteria"] and task["kind"] != "certificate"}
        judged = {task: self.findings[task, name][0] for task in tasks if (task, name) in self.findings}
        missing = tasks - judged.keys()
        if "not_met" in judged.values():
            return "not_met"
        if missing and missing <= self.barred:
            return "barred"
        return "met" if judged and not missing else "not_verified"

    def competency(self, competency):
        """Return the status of a competency, and those of its criteria."""
        name, letters = competency["id"], [criterion["id"] for criterion in competency["criteria"]]
        statuses = {letter: self.criterion(f"{name}.{letter}") for letter in letters}
        status = self.excused.get(name) or ("met" if self.fulfilled(competency, statuses) else "not_met")
        shown = dict.fromkeys(letters, "covered") if name in self.excused else statuses
        return status, {f"{name}.{letter}": found for letter, found in shown.items()}

    def fulfilled(self, competency, statuses):
        """Tell whether the rule of a competency holds."""
        met, rule = {letter for letter, status in statuses.items() if status == "met"}, competency["rule"]
        if rule["kind"] == "all":
            return all(criterion["id"] in met for criterion in competency["criteria"] if criterion["binding"])
        if rule["kind"] == "at_least":
            return len(met) >= rule["count"] and met.issuperset(rule["including"])
        return sum(rule["points"].get(letter, 0) for letter in met) >= rule["threshold"]

    def points(self):
        """Return points and mark under a scale, None without one."""
        if (scale := self.standard.get("scale")) is None:
            return None
        for task in self.tasks:
            if {self.statuses.get(criterion) for criterion in task["criteria"]} == {"covered"}:
                self.scores[task["id"]] = [Decimal(1), Decimal(1)]
        parts = [self.part(part) for part in scale["parts"]]
        floors = [Decimal(part["floor"]) * part["points"] for part in scale["parts"]]
        high = all(Decimal(part["points"]) >= floor for part, floor in zip(parts, floors, strict=True))
        brought = total(parts, "points")
        mark = [mark for mark in scale["marks"] if mark["least"] <= brought and (high or not mark["passes"])][-1]
        told = {name: mark[name] for name in ("mark", "title", "passes")}
        return {"parts": parts, "total": str(brought), "most": sum(part["points"] for part in scale["parts"]), **told}

    def part(self, part):
        """Return what a part of the scale brings."""
        counted = [self.scores[test] for test in part["tests"] if test in self.scores]
        done = {name for name in part["criteria"] if self.statuses[name] in {"met", "covered"}}
        counted += [[worth * (name in done), worth] for name, worth in part["criteria"].items()]
        reached, most = (total(counted, at) for at in (0, 1))
        whole = most and all(test in self.scores for test in part["tests"])
        cents = 100 * part["points"] * reached // most if whole else Decimal(0)
        return {"part": part["id"], "title": part["title"], "most": part["points"], "points": str(cents.scaleb(-2))}


def total(rows, name):
    return sum((Decimal(row[name]) for row in rows), Decimal(0))


def check_verdict(record, standard, happened):
    """Yield where the record's verdict is not the one that its events lead to (§ 6)."""
    verdict = Verdict(standard, happened)
    points = verdict.points() if record["ending"] == "fully_run" else None
    if record.get("points") != points:
        yield "the points or the mark do not follow"
    result = final(record, verdict, points, happened)
    if record["result"] != result:
        yield f"the result is {record['result']}, derived is {result}"
    if not announced(record, happened):
        yield "the journal holds another ending"
    told = {entry["competency"]: entry for entry in record["competencies"]}
    if [entry["competency"] for entry in record["competencies"]] != list(verdict.derived):
        yield "the competencies are not those of the standard"
        return
    for name, (status, criteria) in verdict.derived.items():
        shown = {entry["criterion"]: entry["status"] for entry in told[name]["criteria"]}
        if (told[name]["status"], shown) != (status, criteria):
            yield f"competency {name} is {told[name]['status']}, derived is {status}"
    stated = sorted(
        (criterion["criterion"], found["task"], found["judgement"], found["reason"])
        for entry in record["competencies"]
        for criterion in entry["criteria"]
        for found in criterion["findings"]
    )
    if stated != sorted((criterion, task, *found) for (task, criterion), found in verdict.findings.items()):
        yield "the findings or their reasons are not those of the journal"


def final(record, verdict, points, happened):
    """Return the result that follows from the competencies, from the mark, or from an early ending (§ 6)."""
    if record["ending"] == "fully_run":
        met = all(status != "not_met" for status, _ in verdict.derived.values())
        return "passed" if (met if points is None else points["passes"]) else "failed"
    weighed = [data["result"] for kind, data in happened if kind == "EndingWeighed"]
    return weighed[-1] if weighed else "failed" if record["ending"] in {"absent", "withdrew", "terminated"} else None


def announced(record, happened):
    """Tell whether the last ending of the journal is the record's (§ 6)."""
    for kind, data in reversed(happened):
        if kind == "ResultDetermined":
            return (record["ending"], record["result"]) == ("fully_run", data["result"])
        if kind == "SessionEnded":
            return (record["ending"], record["ending_reason"]) == (data["ending"], data["reason"])
    return False


def check(files):
    """Return every fault of the three files, given as bytes by name."""
    parsed = {name: parse(data) for name, data in files.items()}
    faults = [f"{name} is not canonical" for name, data in files.items() if canonical(parsed[name]) != data]
    record, extract, standard = (parsed[name] for name in FILES)
    if [part.get("schema") for part in (record, extract, standard)] != list(FILES.values()):
        return [*faults, "a format that this program does not know"]
    if sha256(files["standard.json"]) != record["standard"]["digest"]:
        faults.append("the standard is not the one that the record names")
    faults += check_chain(record, extract)
    if faults:
        return faults
    happened = events(extract)
    corrected = [data for kind, data in happened if kind == "RecordCorrected"]
    former = [{name: data[name] for name in ("record", "data_digest", "reason")} for data in corrected] or [None]
    if record["supersedes"] != former[-1]:
        faults.append("the record supersedes something else than its journal says")
    decided = [data.get("decision") for kind, data in happened if kind in {"ResultDetermined", "ProposalDecided"}]
    if record.get("decision") != (decided or [None])[-1]:
        faults.append("the second decision is another one than its journal says")
    return [*faults, *check_people(record, happened), *check_verdict(record, standard, happened)]


def main(arguments):
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        return print(__doc__) or 2
    try:
        files = {name: Path(arguments[0], name).read_bytes() for name in FILES}
        faults = check(files)
        record = json.loads(files["record.json"])
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
        print(f"cannot be read: {error!r}")
        return 2
    for fault in faults:
        print(ascii(fault)[1:-1])
    if not faults:
        print(f"{ascii(record['record'])[1:-1]}: {record['result']}, proved by its own events")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

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

TAG = b"exam/journal/1"
GENESIS = "0" * 64
HEX = re.compile(r"[0-9a-f]{64}")
FAILED_ENDINGS = {"absent", "withdrew", "terminated"}
DECISIVE = {
    "SessionOpened",
    "IdentityVerified",
    "InductionAcknowledged",
    "WaiverAccepted",
    "CompetencyRecognised",
    "PaperDrawn",
    "TaskOpened",
    "SubmissionStored",
    "ResponseSubmitted",
    "TaskScored",
    "IrregularityLogged",
    "CriterionAgreed",
    "ResultDetermined",
    "SessionEnded",
    "EndingWeighed",
    "ReasonsAcknowledged",
    "RecordCorrected",
}


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
    parts = (
        TAG,
        bytes.fromhex(before),
        link["stream"].encode(),
        str(link["seq"]).encode(),
        link["type"].encode(),
        str(link["version"]).encode(),
        bytes.fromhex(link["body_digest"]),
    )
    return sha256(b"".join(field(part) for part in parts))


def check_chain(record, extract):
    """Yield what is wrong with the chain and its bodies (§§ 3, 4)."""
    head, stream = GENESIS, f"session/{record['session']}"
    if extract["stream"] != stream:
        yield "the extract is of another session"
    for number, entry in enumerate(extract["entries"], 1):
        link = entry["link"]
        place = (link["stream"], link["seq"], link["prev"])
        if place != (stream, number, head) or not HEX.fullmatch(link["body_digest"]):
            yield f"link {number} does not follow from the one before"
            return
        if link["hash"] != link_hash(link, head):
            yield f"link {number} has another hash"
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
    """Return (type, time, data) of every event whose body is there."""
    found = []
    for entry in extract["entries"]:
        if entry["body"] is not None and entry["link"]["type"] in DECISIVE:
            body = parse(entry["body"].encode("utf-8"))
            found.append((entry["link"]["type"], body["at"], body["data"]))
    return found


def check_people(record, happened):
    """Yield who is not the one that the journal knows by reference (§ 5)."""
    opened = [data for kind, _, data in happened if kind == "SessionOpened"]
    verified = [data for kind, _, data in happened if kind == "IdentityVerified"]
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


def settled(happened):
    """Return the last finding for each (task, criterion), and the competencies that are excused (§ 6)."""
    findings, excused = {}, {}
    for kind, _, data in happened:
        if kind == "TaskScored":
            for found in data["criteria"]:
                findings[data["task"], found["criterion"]] = (found["judgement"], found["reason"])
        elif kind == "CriterionAgreed":
            agreed = data["agreement"]
            findings[data["task"], data["criterion"]] = (agreed["judgement"], agreed["reason"])
        elif kind == "WaiverAccepted":
            excused[data["competency"]] = "waived"
        elif kind == "CompetencyRecognised":
            excused[data["competency"]] = "recognised"
    return findings, excused


def evidence(standard, criterion):
    """Return the tasks that must settle a criterion (§ 6): all that name it, certificates apart."""
    tasks = [task for competency in standard["competencies"] for task in competency["tasks"]]
    return [task["id"] for task in tasks if criterion in task["criteria"] and task["kind"] != "certificate"]


def criterion_status(standard, criterion, findings, barred):
    tasks = evidence(standard, criterion)
    judged = [findings[task, criterion][0] for task in tasks if (task, criterion) in findings]
    missing = {task for task in tasks if (task, criterion) not in findings}
    if "not_met" in judged:
        return "not_met"
    if missing and missing <= barred:
        return "barred"
    return "met" if judged and not missing else "not_verified"


def barred_tasks(standard, findings, excused):
    """Return the tasks that a criterion not met bars (§ 6)."""
    barred = set()
    for competency in standard["competencies"]:
        for task in competency["tasks"]:
            for needed in task.get("requires", []):
                lost = criterion_status(standard, needed, findings, barred) in {"not_met", "barred"}
                if lost and needed.rpartition(".")[0] not in excused:
                    barred.add(task["id"])
    return barred


def points_of(standard, derived, happened):
    """Return points and mark under a scale (§ 6), None without one."""
    scale, scores = standard.get("scale"), {}
    if scale is None:
        return None
    for kind, _, data in happened:
        if kind == "TaskScored" and data["items"]:
            scores[data["task"]] = [
                sum(Decimal(item[name]) for item in data["items"]) for name in ("score", "max_score")
            ]
    statuses = {criterion: status for _, criteria in derived.values() for criterion, status in criteria.items()}
    for competency in standard["competencies"]:
        for task in competency["tasks"]:
            if {statuses.get(criterion) for criterion in task["criteria"]} == {"covered"}:
                scores[task["id"]] = [Decimal(1), Decimal(1)]
    parts = [brought(part, statuses, scores) for part in scale["parts"]]
    total = sum((Decimal(part["points"]) for part in parts), Decimal(0))
    floors = all(
        Decimal(found["points"]) >= Decimal(part["floor"]) * part["points"]
        for part, found in zip(scale["parts"], parts, strict=True)
    )
    reached = [mark for mark in scale["marks"] if mark["least"] <= total]
    mark = [mark for mark in reached if floors or not mark["passes"]][-1]
    told = {name: mark[name] for name in ("mark", "title", "passes")}
    return {"parts": parts, "total": str(total), "most": sum(part["points"] for part in scale["parts"]), **told}


def brought(part, statuses, scores):
    counted = [scores[test] for test in part["tests"] if test in scores]
    counted += [
        [Decimal(worth if statuses[name] in {"met", "covered"} else 0), Decimal(worth)]
        for name, worth in part["criteria"].items()
    ]
    reached, most = (sum((score[at] for score in counted), Decimal(0)) for at in (0, 1))
    whole = most and all(test in scores for test in part["tests"])
    hundredths = 100 * part["points"] * reached // most if whole else Decimal(0)
    told = {"part": part["id"], "title": part["title"], "most": part["points"]}
    return {**told, "points": str(hundredths * Decimal("0.01"))}


def fulfilled(competency, statuses):
    """Tell whether the rule of a competency holds (§ 6)."""
    met = {criterion["id"] for criterion in competency["criteria"] if statuses[criterion["id"]] == "met"}
    rule = competency["rule"]
    if rule["kind"] == "all":
        return all(criterion["id"] in met for criterion in competency["criteria"] if criterion["binding"])
    if rule["kind"] == "at_least":
        return len(met) >= rule["count"] and met.issuperset(rule["including"])
    return sum(rule["points"].get(letter, 0) for letter in met) >= rule["threshold"]


def derive(standard, findings, excused):
    """Return for each competency (status, {criterion: status}), and the result of a fully run exam (§ 6)."""
    derived, barred = {}, barred_tasks(standard, findings, excused)
    for competency in standard["competencies"]:
        name = competency["id"]
        statuses = {
            criterion["id"]: criterion_status(standard, f"{name}.{criterion['id']}", findings, barred)
            for criterion in competency["criteria"]
        }
        status = excused.get(name) or ("met" if fulfilled(competency, statuses) else "not_met")
        shown = dict.fromkeys(statuses, "covered") if name in excused else statuses
        derived[name] = (status, {f"{name}.{letter}": found for letter, found in shown.items()})
    passed = all(status != "not_met" for status, _ in derived.values())
    return derived, "passed" if passed else "failed"


def check_verdict(record, standard, happened):
    """Yield where the record's verdict is not the one that its events lead to (§ 6)."""
    findings, excused = settled(happened)
    derived, result = derive(standard, findings, excused)
    points = points_of(standard, derived, happened) if record["ending"] == "fully_run" else None
    if record.get("points") != points:
        yield "the points or the mark do not follow"
    result = final(record, result, points, happened)
    if record["result"] != result:
        yield f"the result is {record['result']}, derived is {result}"
    if not announced(record, happened):
        yield "the journal holds another ending"
    told = {entry["competency"]: entry for entry in record["competencies"]}
    if [entry["competency"] for entry in record["competencies"]] != list(derived):
        yield "the competencies are not those of the standard"
        return
    for name, (status, criteria) in derived.items():
        shown = {entry["criterion"]: entry["status"] for entry in told[name]["criteria"]}
        if (told[name]["status"], shown) != (status, criteria):
            yield f"competency {name} is {told[name]['status']}, derived is {status}"
    stated = sorted(
        (criterion["criterion"], found["task"], found["judgement"], found["reason"])
        for entry in record["competencies"]
        for criterion in entry["criteria"]
        for found in criterion["findings"]
    )
    if stated != sorted((criterion, task, *found) for (task, criterion), found in findings.items()):
        yield "the findings or their reasons are not those of the journal"


def final(record, result, points, happened):
    """Return the result that follows from the competencies, from the mark, or from an early ending (§ 6)."""
    if record["ending"] == "fully_run":
        return result if points is None else "passed" if points["passes"] else "failed"
    result = "failed" if record["ending"] in FAILED_ENDINGS else None
    for kind, _, data in happened:
        result = data["result"] if kind == "EndingWeighed" else result
    return result


def superseded(happened):
    """Return what the record takes the place of (§ 10)."""
    corrected = [data for kind, _, data in happened if kind == "RecordCorrected"]
    return {name: corrected[-1][name] for name in ("record", "data_digest", "reason")} if corrected else None


def announced(record, happened):
    """Tell whether the last ending of the journal is the record's (§ 6)."""
    for kind, _, data in reversed(happened):
        if kind == "ResultDetermined":
            return (record["ending"], record["result"]) == ("fully_run", data["result"])
        if kind == "SessionEnded":
            return (record["ending"], record["ending_reason"]) == (data["ending"], data["reason"])
    return False


def check(files):
    """Return every fault of the three files, given as bytes by name."""
    faults = []
    parsed = {name: parse(data) for name, data in files.items()}
    faults += [f"{name} is not canonical" for name, data in files.items() if canonical(parsed[name]) != data]
    record, extract, standard = (parsed[name] for name in ("record.json", "extract.json", "standard.json"))
    schemas = [record.get("schema"), extract.get("schema"), standard.get("schema")]
    if schemas != ["exam/record/1", "exam/extract/1", "exam/standard/1"]:
        return [*faults, f"a format that this program does not know: {schemas}"]
    if sha256(files["standard.json"]) != record["standard"]["digest"]:
        faults.append("the standard is not the one that the record names")
    faults += check_chain(record, extract)
    if faults:
        return faults
    happened = events(extract)
    if record["supersedes"] != superseded(happened):
        faults.append("the record supersedes something else than its journal says")
    return [*faults, *check_people(record, happened), *check_verdict(record, standard, happened)]


def main(arguments):
    if len(arguments) != 1:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    try:
        files = {name: (folder / name).read_bytes() for name in ("record.json", "extract.json", "standard.json")}
        faults = check(files)
        record = json.loads(files["record.json"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print(f"cannot be read: {error!r}")
        return 2
    for fault in faults:
        print(ascii(fault)[1:-1])
    if not faults:
        print(f"{ascii(record['record'])[1:-1]}: {record['result']}, proved by its own events")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

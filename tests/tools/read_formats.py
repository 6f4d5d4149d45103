"""Has each output read by a program that nobody here wrote.

    read_formats.py FOLDER SARIF_SCHEMA

FOLDER holds what the test `formats` leaves: found.FORMAT of a merge with findings, clean.FORMAT of one without.
"""

import json
import pathlib
import subprocess
import sys
import urllib.parse

import cmarkgfm
import jsonschema
from cmarkgfm.cmark import Options
from junitparser import Failure, JUnitXml

folder, schema = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
own = pathlib.Path(__file__).resolve().parents[2] / "report.schema.json"


def text(name):
    return (folder / name).read_text(encoding="utf-8")


def sarif(name, count):
    log = json.loads(text(name + ".sarif"))
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    errors = [error.message for error in validator.iter_errors(log)]
    assert not errors, errors[:3]
    run = log["runs"][0]
    assert len(run["results"]) == count
    for result in run["results"]:
        location = result["locations"][0]["physicalLocation"]
        assert location["region"]["startLine"] >= 1
        assert not urllib.parse.urlsplit(location["artifactLocation"]["uri"]).scheme
        assert "(1)" in result["message"]["text"] and result["relatedLocations"][0]["id"] == 1
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    # Another program of another maker lists the same.
    listed = subprocess.run([sys.executable, "-m", "sarif", "summary", str(folder / (name + ".sarif"))],
                            capture_output=True, text=True, check=True).stdout
    assert f"warning: {count}" in listed, listed


def junit(name, count):
    suites = JUnitXml.fromfile(str(folder / (name + ".junit")))
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if any(isinstance(result, Failure) for result in case.result)]
    assert (len(failed), suites.failures) == (count, count)
    assert suites.tests == len(cases) >= 1
    assert all(case.classname.startswith("oneness.") for case in cases)


def gitlab(name, count):
    issues = json.loads(text(name + ".gitlab"))
    assert len(issues) == count and len({issue["fingerprint"] for issue in issues}) == count
    for issue in issues:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["description"] and issue["check_name"] and not issue["location"]["path"].startswith(("./", "/"))
        assert issue["location"]["lines"]["begin"] >= 1


def markdown(name, count):
    page = cmarkgfm.github_flavored_markdown_to_html(text(name + ".markdown"), options=Options.CMARK_OPT_UNSAFE)
    assert page.count("<details>") == count
    assert "<script" not in page, page
    assert page.count("<tr>") == (count + 1 if count else 0)


def documents(name, count):
    validator = jsonschema.Draft7Validator(json.loads(own.read_text(encoding="utf-8")))
    for ending in ["json", "jsonl"]:
        document = json.loads(text(f"{name}.{ending}"))
        validator.validate(document)
        assert len(document["findings"]) == count


def github(name, count):
    lines = text(name + ".github").splitlines()
    assert len(lines) == count and all(line.startswith(("::warning ", "::error ", "::notice ")) for line in lines)


for read in [sarif, junit, gitlab, markdown, documents, github]:
    for name, count in [("found", 2), ("clean", 0)]:
        read(name, count)
    print(f"{read.__name__}: read")

"""Validates merged decks against the OOXML schemas and names every error that none of their inputs has:
validate_decks.py FOLDER, where each folder in FOLDER holds base.pptx, ours.pptx, theirs.pptx and merged.pptx."""

import collections
import pathlib
import re
import sys

from openxml_audit import OpenXmlValidator


def errors(validator, path):
    """Counts the errors of a deck. Parts and numbers differ between versions, so they tell no error from another."""
    found = validator.validate(str(path)).errors
    return collections.Counter(re.sub(r"\d+", "N", f"{error.error_type}: {error.description}") for error in found)


def main(folder):
    validator = OpenXmlValidator(max_errors=0)
    folders = sorted(path for path in pathlib.Path(folder).iterdir() if (path / "merged.pptx").is_file())
    failed = 0
    for case in folders:
        inputs = [errors(validator, case / f"{name}.pptx") for name in ("base", "ours", "theirs")]
        known = {error for errors_of_one in inputs for error in errors_of_one}
        # An error of an input may stand more often in the merge: both sides bring theirs.
        new = [error for error in errors(validator, case / "merged.pptx") if error not in known]
        for error in new:
            print(f"{case.name}: {error}", file=sys.stderr)
        failed += bool(new)
    print(f"{len(folders)} merged decks validated, {failed} with errors that no input has")
    return 0 if folders and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

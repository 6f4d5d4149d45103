#!/usr/bin/env python3
"""Renders merged decks and the decks they were merged from, and compares their pages: render_decks.py SOFFICE FOLDER.

For each NAME.json of the folder there are NAME.pptx, the merged deck, and NAME.base.pptx, the deck both sides began
with. The JSON says how many pages the merged deck has to have ("pages"), which of its pages have to look like which
page of the base ("same": pairs, counted from 1), and which must not ("differ": so the comparison shows each time that
it sees a bullet). A deck that LibreOffice cannot open gives no PDF and fails.

All decks are converted by one process with a profile of its own. Needs nothing but soffice and pdftoppm.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

# Enough to see a word; a page takes a few milliseconds.
DOTS_PER_INCH = 40
# A colour that differs by less is the same to the eye.
TOLERANCE = 48
# A page at its old place has to look the same but for a few pixels; one letter takes more.
SHARE = 0.00003
# A slide that moved may show another number: so much of the page, which is less than a bullet takes.
SHARE_OF_A_NUMBER = 0.0006
# One process converts so many decks; what takes longer hangs.
SECONDS_A_DECK = 60


def convert(soffice, decks, out):
    """Converts all decks to PDF. What could not be converted is found missing by whoever asks for it."""
    profile = (out / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(out)]
    limit = 60 + SECONDS_A_DECK * len(decks)
    done = subprocess.run(command + [str(deck) for deck in decks], capture_output=True, text=True, timeout=limit)
    return done.stdout + done.stderr


def pages(pdf, out):
    """Renders a PDF and returns its pages as (width, height, pixels)."""
    prefix = out / pdf.stem
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), str(pdf), str(prefix)], check=True, capture_output=True)
    # Behind the name stands nothing but the number of the page: other decks may have names that begin alike.
    numbered = [path for path in out.glob("*.ppm") if path.stem.rpartition("-")[0] == pdf.stem]
    return [read_ppm(path) for path in sorted(numbered, key=lambda path: int(path.stem.rpartition("-")[2]))]


def read_ppm(path):
    words, rest = [], path.read_bytes()
    for _ in range(3):
        word, rest = rest.split(b"\n", 1)
        words += word.split()
        if len(words) >= 4:
            break
    return int(words[1]), int(words[2]), rest


def share_that_differs(one, other):
    """Returns the share of pixels that differ to the eye; 1 where the pages have different sizes."""
    if one[:2] != other[:2]:
        return 1.0
    if one[2] == other[2]:
        return 0.0
    differs = {at // 3 for at, (a, b) in enumerate(zip(one[2], other[2])) if abs(a - b) > TOLERANCE}
    return len(differs) / (one[0] * one[1])


def faults(name, facts, merged, base):
    if len(merged) != facts["pages"]:
        yield f"{name}: {len(merged)} pages instead of {facts['pages']}"
        return
    for kind in ("same", "differ"):
        for page, before in facts.get(kind, []):
            if before > len(base):
                yield f"{name}: the base has no page {before}"
                continue
            share = share_that_differs(merged[page - 1], base[before - 1])
            limit = SHARE if page == before else SHARE_OF_A_NUMBER
            if (share > limit) == (kind == "same"):
                yield f"{name}: page {page} against page {before} of the base: {share:.3%} differ, {kind} was expected"


def check(folder, out, log, names):
    counts = {"pages": 0, "same": 0, "differ": 0}
    found = []
    for name in names:
        facts = json.loads((folder / f"{name}.json").read_text())
        pdfs = [out / f"{name}.pdf", out / f"{name}.base.pdf"]
        missing = [pdf for pdf in pdfs if not pdf.exists()]
        if missing:
            found += [f"{pdf.stem}.pptx: LibreOffice could not open it" for pdf in missing]
            continue
        merged, base = (pages(pdf, out) for pdf in pdfs)
        found += faults(name, facts, merged, base)
        counts["pages"] += len(merged)
        for kind in ("same", "differ"):
            counts[kind] += len(facts.get(kind, []))
    if found:
        print("\n".join(line for line in log.splitlines() if not line.startswith("convert ")))
    for fault in found:
        print(f"FAILED {fault}")
    print(
        f"{len(names)} merged decks, {counts['pages']} pages; {counts['same']} untouched pages look as before, "
        f"{counts['differ']} changed ones do not; {len(found)} failures"
    )
    return not found and bool(names) and counts["same"] > 0


def main(soffice, folder):
    folder = pathlib.Path(folder).resolve()
    names = sorted(path.stem for path in folder.glob("*.json"))
    if not shutil.which("pdftoppm"):
        sys.exit("render_decks: pdftoppm is not installed (poppler-utils)")
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch)
        decks = [folder / f"{name}{ending}" for name in names for ending in (".pptx", ".base.pptx")]
        try:
            log = convert(soffice, decks, out)
        except subprocess.TimeoutExpired:
            sys.exit("render_decks: LibreOffice did not end")
        return 0 if check(folder, out, log, names) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

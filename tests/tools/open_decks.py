"""Opens every deck of a folder with python-pptx and reads all of its text: open_decks.py FOLDER."""

import pathlib
import sys

from pptx import Presentation


def words(path):
    deck = Presentation(path)
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from shape.text_frame.text.split()
        if slide.has_notes_slide:
            yield from slide.notes_slide.notes_text_frame.text.split()


def main(folder):
    decks = sorted(pathlib.Path(folder).glob("*.pptx"))
    for path in decks:
        count = len(list(words(path)))
        if count == 0:
            sys.exit(f"{path}: opens, but holds no word")
    print(f"{len(decks)} decks open in python-pptx")
    return 0 if decks else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

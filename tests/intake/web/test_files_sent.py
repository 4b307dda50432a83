"""A form's files are taken in one by one; what cannot be is said with its place, and nothing half is left behind."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from fastapi import Request

from services.intake.application.ports import Held
from services.intake.domain.events import StoredFile
from services.intake.domain.refusals import FileNotTaken
from services.intake.web.files_sent import MOST_FILES, Came, as_sent, files_sent, kept_before, status_of

REFERENCE, PERSON = "WM-2223-X", "person-1"
BOUNDARY = "a-line-between"
TYPE = FileNotTaken("type_not_taken", "Send a photo.")


class Shelf:
    """Holds files in memory; takes none that begins with a cross, as a store takes no program."""

    endings: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.held_files: dict[str, Held] = {}
        self.abandoned = 0

    def begin(self, reference: str, person_id: str) -> "OnItsWay":
        return OnItsWay(self, reference, person_id)

    def take(self, reference: str, person_id: str, data: Iterable[bytes]) -> Held:
        coming = self.begin(reference, person_id)
        for each in data:
            coming.write(each)
        return coming.finish()

    def held(self, evidence_id: str) -> Held | None:
        return self.held_files.get(evidence_id)

    def read(self, evidence_id: str) -> Iterator[bytes] | None:
        return None

    def discard(self, evidence_id: str) -> None:
        del self.held_files[evidence_id]


class OnItsWay:
    """One file on its way to the shelf."""

    def __init__(self, shelf: Shelf, reference: str, person_id: str) -> None:
        self._shelf, self._whose, self._data = shelf, (reference, person_id), b""

    def write(self, data: bytes) -> None:
        self._data += data
        if self._data.startswith(b"x"):
            raise TYPE

    def finish(self) -> Held:
        file = StoredFile(media_type="image/jpeg", size=len(self._data), digest="d", cleaned="none")
        held = Held(f"file-{len(self._shelf.held_files)}", *self._whose, "photo", file)
        self._shelf.held_files[held.evidence_id] = held
        return held

    def abandon(self) -> None:
        self._shelf.abandoned += 1


def form(*files: bytes, end: bool = True, **fields: str) -> bytes:
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    head = b'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    whole = b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in [*parts, *(head + f for f in files)])
    return whole + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def sent(shelf: Shelf, body: bytes, pieces: int = 3) -> Came:
    """The form as a browser sends it, in pieces."""
    size = max(1, len(body) // pieces)
    chunks = iter([body[at : at + size] for at in range(0, len(body), size)])

    async def receive() -> dict[str, object]:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    kind = f"multipart/form-data; boundary={BOUNDARY}".encode()
    request = Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}, receive)
    return asyncio.run(files_sent(request, shelf, REFERENCE, PERSON))


def test_fields_and_files_come_in_however_the_form_was_cut_into_pieces() -> None:
    for pieces in (1, 7, 60):
        came = sent(Shelf(), form(b"one", b"two, longer", says="The yard\r\nat night"), pieces)
        assert came.typed == {"says": ["The yard\nat night"]}
        assert [each.file.size for each in came.files] == [3, 11]
        assert (len(set(came.digests)), came.says()) == (2, None)
        assert {(each.reference, each.person_id) for each in came.files} == {(REFERENCE, PERSON)}


def test_the_same_file_twice_has_one_digest() -> None:
    assert len(set(sent(Shelf(), form(b"one", b"one")).digests)) == 1


def test_what_cannot_be_taken_is_said_with_its_place_and_the_others_are_kept() -> None:
    shelf = Shelf()
    came = sent(shelf, form(b"one", b"x program", b"three"))
    assert [each.file.size for each in came.files] == [3, 5]
    assert came.says() == "File 2: Send a photo."
    assert shelf.abandoned == 1
    assert sent(Shelf(), form(b"x program")).says() == "Send a photo."


def test_where_no_file_was_chosen_there_is_none() -> None:
    came = sent(Shelf(), form(b"", says="only words"))
    assert (came.files, came.refused, came.typed) == ([], [], {"says": ["only words"]})


def test_more_files_than_a_form_may_bring_are_refused_one_by_one() -> None:
    came = sent(Shelf(), form(*(b"file %d" % number for number in range(MOST_FILES + 2))))
    assert len(came.files) == MOST_FILES
    assert [place for place, _ in came.refused] == [MOST_FILES + 1, MOST_FILES + 2]


def test_a_form_that_breaks_off_leaves_nothing_behind() -> None:
    shelf = Shelf()
    with pytest.raises(Exception, match="malformed_form"):
        sent(shelf, form(b"one", b"two", end=False))
    assert shelf.held_files == {}


@pytest.mark.parametrize(
    ("codes", "status"),
    [(["too_large"], 413), (["type_not_taken"], 415), (["referral_full", "type_not_taken"], 413), (["other"], 422),
     ([], 422)],
)  # fmt: skip
def test_the_status_is_that_of_the_first_fault(codes: Sequence[str], status: int) -> None:
    assert status_of([FileNotTaken(code, "") for code in codes]) == status


def test_files_that_came_before_are_found_again_for_their_own_referral_alone() -> None:
    shelf = Shelf()
    held = shelf.take(REFERENCE, PERSON, [b"one"])
    typed = {"held": [held.evidence_id, "never"]}
    assert kept_before(shelf, typed, REFERENCE, PERSON) == [held]
    assert kept_before(shelf, typed, "WM-2224-8", PERSON) == []
    assert kept_before(shelf, typed, REFERENCE, "somebody else") == []


def test_fields_are_given_as_a_form_without_files_gives_them() -> None:
    assert as_sent({"a": ["1", "2"], "b": []}) == [("a", "1"), ("a", "2")]

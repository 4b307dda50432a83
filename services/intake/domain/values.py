"""Normal forms: when two ways of writing a name, a number, a postcode or a time of day mean the same."""

import re
import unicodedata

from shared.kernel.identifiers import ALPHABET, check_character

# Letters that no Unicode decomposition takes apart, as a British keyboard would write them.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NO_LETTER = re.compile(r"[\W_]+")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "revd", "rev", "prof"})
_NOT_A_NAME = frozenset(
    {"", "anon", "anonymous", "na", "n a", "no name", "none", "not given", "not known", "unknown", "withheld", "tbc"}
)

_EXTENSION = re.compile(r"(?:ext(?:ension|n)?|x)\.?\s*[0-9]+\s*$")
_PHONE = re.compile(r"[+0-9 ().\-/]+")
_BETWEEN_DIGITS = re.compile(r"[ ().\-/]+")
_UNWANTED_ZERO = re.compile(r"^(\+44|0044|44)[\s.\-]*\(0\)")
_LETTER_O = re.compile(r"(?<![a-z])o(?=[0-9])")
# Ten digits after the first 0; a few old places and free numbers have nine.
_BRITISH = re.compile(r"[123789][0-9]{9}|[18][0-9]{8}")
_SHORTEST_ABROAD, _LONGEST_ABROAD = 7, 15

_GAPS = re.compile(r"[\s.\-]")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
# A ward stands in clear, so whatever could name a house is none.
_WARD = re.compile(r"E[0-9]{8}|(?:Ward )?[0-9]{1,3}|[A-Za-zÀ-ÖØ-öø-ÿ '’.,&()/-]{1,60}")
_FORCES = re.compile(r"BFPO[0-9]{1,4}")


def name_words(full_name: str | None) -> tuple[str, ...]:
    """A name's words without case, accents, punctuation and titles; none for what only says there is no name.

    "Dr. Zoë O'Connor-Smith" and "SMITH, Zoe OConnor" differ only in order after this where a comma shows the order.
    """
    if not full_name:
        return ()
    if full_name.count(",") == 1:
        family, given = full_name.split(",")
        full_name = f"{given} {family}"
    text = full_name.lower() if full_name.isascii() else _in_plain_letters(full_name)
    words = _NO_LETTER.sub(" ", _APOSTROPHES.sub("", text)).split()
    while words and words[0] in _TITLES:
        words = words[1:]
    return () if " ".join(words) in _NOT_A_NAME else tuple(words)


def _in_plain_letters(text: str) -> str:
    """Without accents and case, which is folded between two decompositions: 𝐀 has a case only once taken apart."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_PLAIN_LETTERS)
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def phone_digits(typed: str | None) -> str | None:
    """A telephone number as E.164 ("+447700900123") from any usual way of writing it; None if it is none.

    Numbers without a country are British. Short codes such as 999 and 101 are nobody's number.
    """
    if not typed:
        return None
    text = unicodedata.normalize("NFKC", typed).casefold().strip().removeprefix("tel:").strip()
    text = _LETTER_O.sub("0", _EXTENSION.sub("", text).strip())
    if not _PHONE.fullmatch(text) or text.count("+") > (1 if text.startswith("+") else 0):
        return None
    digits = _BETWEEN_DIGITS.sub("", _UNWANTED_ZERO.sub("+44", text))
    return _international(digits)


def _international(digits: str) -> str | None:
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+") and not digits.startswith("+44"):
        return digits if _SHORTEST_ABROAD <= len(digits) - 1 <= _LONGEST_ABROAD else None
    national = digits.removeprefix("+")
    if national.startswith("44") and len(national) > 10:
        national = national[2:]
    national = national.removeprefix("0")
    return f"+44{national}" if _BRITISH.fullmatch(national) else None


def email_address(typed: str | None) -> str | None:
    """An e-mail address without case and outer spaces; None if it is none."""
    if not typed:
        return None
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    name, at, domain = text.rpartition("@")
    return text if at and name and domain and " " not in text else None


def ward_name(typed: str | None) -> str | None:
    """A ward as it may stand in clear: its name, number or E-code; None for what might hold an address."""
    if not typed:
        return None
    kept = " ".join(typed.split())
    return kept if _WARD.fullmatch(kept) else None


def postcode(typed: str | None) -> str | None:
    """A postcode as the post writes it ("SW19 1AA"), or its first half ("SW19"); None if it has no such form.

    Says nothing about whether there is such a postcode.
    """
    if not typed:
        return None
    kept = _GAPS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if kept == "GIR0AA":
        return "GIR 0AA"
    if found := _POSTCODE.fullmatch(kept):
        return f"{found[1]} {found[2]}"
    if _FORCES.fullmatch(kept):
        return f"BFPO {kept[4:]}"
    return kept if _OUTWARD.fullmatch(kept) else None


def campaign_code(typed: str | None) -> str | None:
    """The code on a card as we print it ("K7M-5"), from what somebody typed; None if it cannot be one.

    Its last character checks the others. So few letters hold nobody's name, and a code stands in clear.
    """
    kept = "".join(character for character in (typed or "").upper() if character.isalnum())
    if len(kept) != 4 or any(character not in ALPHABET for character in kept):
        return None
    return f"{kept[:3]}-{kept[3]}" if check_character(kept[:3]) == kept[3] else None


def same_phrase(typed: str) -> str:
    """A phrase as it is compared: without case, punctuation and gaps, which nobody keeps in mind."""
    return " ".join(_NO_LETTER.sub(" ", unicodedata.normalize("NFKC", typed).casefold()).split())

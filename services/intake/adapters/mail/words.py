"""Makes words of what an e-mail holds: headers as they were meant, text in any charset, HTML as it would be read."""

import codecs
import contextlib
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header
from html.parser import HTMLParser

# Nobody's header is longer; what is longer was made to keep us busy.
_LONGEST_HEADER = 10_000
# Names that programs give charsets which Python knows under another.
_MEANT = {
    "ascii": "utf-8", "us-ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "uft-8": "utf-8", "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7", "ks_c_5601-1987": "cp949", "iso-8859-8-i": "iso-8859-8", "x-gbk": "gbk",
    "gb2312": "gb18030", "windows-874": "cp874", "iso-8859-1": "cp1252", "latin1": "cp1252", "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "hr"})
_SPACES = re.compile(r"[ \t\u00a0]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def header_text(raw: object) -> str:
    """A header as it was meant: encoded words decoded, folds undone, nothing that does not print."""
    text = str(raw)[:_LONGEST_HEADER]
    try:
        parts = decode_header(text) if "=?" in text else [(text, None)]
    except (HeaderParseError, ValueError):
        parts = [(text, None)]
    words = "".join(part if isinstance(part, str) else decoded(part, charset)[0] for part, charset in parts)
    if any("\udc80" <= letter <= "\udcff" for letter in words):
        words = decoded(words.encode("utf-8", "surrogateescape"), None)[0]
    return " ".join(_CONTROL.sub(" ", _whole(words)).split())


def decoded(raw: bytes, charset: str | None) -> tuple[str, str | None]:
    """Text of bytes, and what was odd about it: "guessed_charset" or "undecodable"; None where it is as it says."""
    said = (charset or "").strip().strip("\"'").lower()
    known = _codec(_MEANT.get(said, said)) if said else None
    for name in dict.fromkeys(filter(None, (known, "utf-8"))):
        with contextlib.suppress(UnicodeError, ValueError):
            odd = None if name == known or not said else "guessed_charset"
            return raw.decode(name), odd
    if known is not None and known not in ("utf-8", "cp1252"):
        return raw.decode(known, "replace"), "undecodable"
    with contextlib.suppress(UnicodeError):
        return raw.decode("cp1252"), "guessed_charset"
    return raw.decode("latin-1"), "guessed_charset"


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Codecs that turn bytes into bytes are no charsets; one of them unpacks archives.
    return found.name if found._is_text_encoding else None


def tidy(text: str) -> str:
    """Text as a person reads it: one kind of line end, no control characters, never more than one empty line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join(_SPACES.sub(" ", line).rstrip() for line in _CONTROL.sub("", lines).split("\n"))
    return unicodedata.normalize("NFC", _EMPTY_LINES.sub("\n\n", _whole(lines))).strip()


def _whole(text: str) -> str:
    """Without halves of letters, which some charsets leave behind and nothing can store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def readable(text: str) -> bool:
    """Whether a person could read it: letters, and not mostly signs for what was lost."""
    letters = sum(letter.isalnum() for letter in text)
    return letters > 0 and text.count(_LOST) * 4 <= letters


class _Seen(HTMLParser):
    """Gathers the words of a page that somebody would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._unseen = 0  # a head that nobody closed hides nothing
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKS:
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" ")
        elif tag == "img":
            self.words.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data.replace("\n", " ").replace("\r", " "))


def words_of_html(page: str) -> str:
    """The words of a page; a page too broken to be read as one is given with its marks taken out."""
    seen = _Seen()
    try:
        seen.feed(page)
        seen.close()
    except (AssertionError, ValueError, RecursionError):
        return tidy(re.sub(r"<[^<>]*>", " ", page))
    words = tidy("".join(seen.words))
    return words or tidy(re.sub(r"<[^<>]*>", " ", page))

"""How hard a text is to read: Flesch and Kincaid's grade, with syllables counted as groups of vowels.

Libraries for this fetch dictionaries over the network on their first use; a grade that depends on that is none.
"""

import re
from html import unescape

_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouycsxzgh])es$")
# In these an e is silent although letters follow.
_BEFORE_MORE = re.compile(r"^(some|home|where|there|safe|more|live|time|use)(?=[^aeiouy])")
# What ends a thought on a page, whether or not a full stop stands there.
_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|dt|dd|legend|label|option|button|td|th|tr|div|summary|br)\b[^>]*>", re.IGNORECASE
)
# Not text: what is not shown, and long lists of names to choose from.
_UNSEEN = re.compile(r"<(script|style|svg|head|select)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_END = re.compile(r"[.!?:;]+(?:\s|$)|\n")


def syllables(word: str) -> int:
    """How many syllables an English word has, as nearly as its vowels tell."""
    plain = _BEFORE_MORE.sub(lambda found: found[1][:-1], word.lower().replace("’", "'").removesuffix("'s"))
    return max(1, len(_VOWELS.findall(_SILENT.sub("", plain))))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; what has none is left out."""
    return [words for part in _END.split(text) if (words := _WORD.findall(part))]


def grade(text: str) -> float:
    """The year of school in which it is understood; somebody's age is five more."""
    parts = sentences(text)
    words = [word for part in parts for word in part]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def seen(page: str) -> str:
    """What a page says to whoever reads its main part, a line for each thing it says."""
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]+>", "", _BLOCK.sub("\n", _UNSEEN.sub("", main))))

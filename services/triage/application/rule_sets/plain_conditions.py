"""A condition as its owners write it, in plain words, and as a rule set keeps it: the same tests in the same order.

    violence_or_threats is yes                         “violence or threats” is yes
    category is in street_matters                      category is one of “street matters”
    dash_yes_count at least marac_dash_yes             checklist yes count is at least “MARAC checklist yes”
    condition a_count_is_met or row hate-motive        the condition “a count is met” holds
                                                       or the row “hate motive” matches

What a rule set keeps may be typed as well. Names keep their numbers and lists, so that a changed one shows by itself.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from services.triage.application.rule_sets.words import plainly
from services.triage.domain.rule_sets.grammar import NotUnderstood, Words, tokens

_TOKEN = re.compile(r'\s*(?:([()])|[“"]([^“”"]*)[”"]|([A-Za-z0-9_’\'-]+))')
_JOINS = ("and", "or", "not", "(", ")", "plus")
# Names that would be misread among the words of the language stand in quotation marks, as does what is in a list.
_MISREAD = frozenset("and or not is in at least under within include known plus row condition".split())
_DENIED = {
    "is": "is not",
    "include": "do not include",
    "under": "is not under",
    "at": "is not at",
    "within": "is not within",
}
_OPEN = ("a", "question", "is", "still", "open")
_ENDS = _MISREAD | {"(", ")", "matches", "holds", "months", "does", "do"}
_MOST_NAMED = 12

Labels = Mapping[str, Mapping[str, str]]
"""What codes are called on pages, by the answer that takes them; they may be typed too."""


def in_plain(text: str, words: Words) -> str:
    """The condition of a rule set in plain words, each alternative on a line of its own."""
    said, depth, place, found = list[str](), 0, 0, [*tokens(text), "", "", ""]
    while token := found[place]:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "not" and (denied := _denied(found[place + 1 : place + 4], words)):
            said += denied
            place += 2
        else:
            before = found[place - 1] if place else ""
            asked = found[place - 2] if before == "not" and place > 1 else before
            said += ("\nor",) if token == "or" and not depth else _word(token, asked, words)
        place += 1
    return re.sub(r" ?\n", "\n", " ".join(said)).replace("( ", "(").replace(" )", ")")


def from_plain(text: str, words: Words, labels: Labels | None = None) -> str:
    """The condition as a rule set keeps it. Raises NotUnderstood, with what was meant where that can be guessed."""
    return _laid_out(_Reader(_read(text), words, labels or {}).condition())


def _word(token: str, before: str, words: Words) -> Iterable[str]:
    """One word of the language in plain words, by what stands before it."""
    after: Mapping[str, Callable[[str], str]] = {
        "row": lambda name: f"{_quoted(name)} matches",
        "condition": lambda name: f"{_quoted(name)} holds",
        "in": _quoted,
        "any": _quoted,
    }
    if before in after:
        return (after[before](token),)
    plain = {
        "row": ("the row",),
        "condition": ("the condition",),
        "in": ("one of",),
        "any": ("one of",),
        "an": ("a question is still",),
        "question": (),
        "under": ("is under",),
        "at": ("is at",),
        "within": ("is within",),
    }
    if token in plain:
        return plain[token]
    if before in ("is", "include") and token not in ("not", "known"):
        return (_quoted(token) if "_" in token else token,)
    if token in words.given:
        return (_quoted(token) if _MISREAD & set(plainly(token).split()) else plainly(token),)
    return (_quoted(token) if token in words.numbers else token,)


def _denied(test: Sequence[str], words: Words) -> Sequence[str]:
    """The beginning of a test that must not hold, as it is said; empty where "not" is said before it."""
    name, verb, more = test
    if name in ("row", "condition"):
        return f"the {name}", _quoted(verb), "does not match" if name == "row" else "does not hold"
    if verb not in _DENIED or more == "not":
        return ()
    return *_word(name, "", words), _DENIED[verb]


def _quoted(name: str) -> str:
    return f"“{plainly(name)}”"


def _laid_out(found: Sequence[str]) -> str:
    """Each alternative on a line of its own, as the files that ship have it."""
    said, depth = list[str](), 0
    for token in found:
        depth += {"(": 1, ")": -1}.get(token, 0)
        said.append("\nor" if token == "or" and not depth else token)
    return " ".join(said).replace(" \n", "\n").replace("( ", "(").replace(" )", ")")


def _read(text: str) -> list[tuple[str, bool]]:
    """The words typed, each with whether it stood in quotation marks."""
    found, place, text = list[tuple[str, bool]](), 0, text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            sign = text[place:].strip()[0]
            raise NotUnderstood(f'the sign "{sign}" has no place in a condition. Take it out.')
        found.append((token[2], True) if token[2] is not None else (token[1] or token[3], False))
        place = token.end()
    return found


def _normal(words: str) -> str:
    return " ".join(re.split(r"[\s_-]+", words.casefold().replace("’", "'").strip()))


class _Reader:
    """Goes through what was typed and says each test in the words of the language."""

    def __init__(self, typed: Sequence[tuple[str, bool]], words: Words, labels: Labels) -> None:
        self._typed, self._words, self._labels = typed, words, labels
        self._place = 0
        self._answers = _spelt(words.given)

    def condition(self) -> list[str]:
        """The whole of it, test by test; what does not fit together the language itself will say."""
        found: list[str] = []
        while self._place < len(self._typed):
            if (join := self._next()) in _JOINS and not self._is_name():
                self._place += 1
                found.append(join)
            else:
                found += self._test()
        return found

    def _test(self) -> list[str]:
        if self._words.open_question and (self._skip(*_OPEN) or self._skip("an", "open", "question")):
            return ["an", "open", "question"]
        self._skip("the")
        if self._skip("row"):
            return self._whole("row", self._words.rows, ("match", "matches"))
        if self._skip("condition"):
            return self._whole("condition", self._words.conditions, ("hold", "holds"))
        name = self._named("answer", self._answers)
        if self._skip("do", "not", "include"):
            return ["not", name, "include", *self._held(name)]
        for verb in (("at", "least"), ("under",), ("within",)):
            if self._skip("is", "not", *verb):
                self._place -= len(verb)
                return ["not", name, *self._amount()]
        if self._skip("include") or self._skip("includes"):
            return [name, "include", *self._held(name)]
        return [name, *self._about(name)]

    def _whole(self, kind: str, known: Iterable[str], verbs: tuple[str, str]) -> list[str]:
        """A row or a named condition, that it matches or holds, or that it does not."""
        name = self._named(kind, _spelt(known))
        if self._skip("does", "not", verbs[0]):
            return ["not", kind, name]
        self._skip(verbs[1])
        return [kind, name]

    def _about(self, name: str) -> list[str]:
        """What comes after an answer's name; whatever is missing there the language itself will say."""
        is_said = self._skip("is")
        if amount := self._amount():
            return amount
        if not is_said:
            return []
        negated = ["not"] if self._skip("not") else []
        if self._skip("known"):
            return ["is", *negated, "known"]
        return ["is", *negated, *self._codes(name)]

    def _amount(self) -> list[str]:
        """How much, or how long ago; empty where that is not what is asked."""
        if self._skip("at", "least"):
            return ["at", "least", self._number()]
        if self._skip("under") or self._skip("known", "and", "under"):
            return ["under", self._number()]
        if self._skip("within") or self._skip("at", "most"):
            found = ["within", self._number(), *(["months"] if self._skip("months") else [])]
            self._skip("before", "the", "day", "of", "receipt")
            return found
        return []

    def _codes(self, name: str) -> list[str]:
        if self._skip("one", "of") or self._skip("in"):
            return ["in", self._named("list", _spelt(self._words.lists))]
        if name not in self._words.coded:
            says = "does not take words. Say “is under”, “is at least”, “include” or “is known”."
            raise NotUnderstood(f"“{plainly(name)}” {says}")
        return [self._value(name, self._words.coded[name])]

    def _held(self, name: str) -> list[str]:
        if name not in self._words.several:
            raise NotUnderstood(f"“{plainly(name)}” holds one thing only. Say “is”.")
        if self._skip("one", "of") or self._skip("any"):
            return ["any", self._named("list", _spelt(self._words.lists))]
        return [self._value(name, self._words.several[name])]

    def _value(self, name: str, codes: frozenset[str]) -> str:
        return self._named(f"value of {plainly(name)}", self._labelled(name, codes) | _spelt(codes))

    def _labelled(self, name: str, codes: frozenset[str]) -> dict[str, str]:
        return {_normal(label): code for code, label in self._labels.get(name, {}).items() if code in codes}

    def _number(self) -> str:
        _ = self._skip("the", "number") or self._skip("number")
        if (token := self._next()).isdecimal() and token.isascii():
            self._place += 1
            return token
        return self._named("number", _spelt(self._words.numbers))

    def _named(self, what: str, known: Mapping[str, str]) -> str:
        """The longest of the names that stands here; one in quotation marks is taken whole."""
        for end in self._ends():
            phrase = _normal(" ".join(word for word, _ in self._typed[self._place : end]))
            if phrase in known:
                self._place = end
                return known[phrase]
        raise _unknown(what, self._phrase(), known)

    def _phrase(self) -> str:
        """What was typed where a name should stand, as far as it can be meant for one."""
        if self._place < len(self._typed) and self._typed[self._place][1]:
            return self._typed[self._place][0]
        rest = [word for word, quoted in self._typed[self._place :] if not quoted]
        end = next((at for at, word in enumerate(rest) if word.casefold() in _ENDS), len(rest))
        return " ".join(rest[: max(end, 1)])

    def _ends(self) -> Sequence[int]:
        if self._place >= len(self._typed):
            return ()
        if self._typed[self._place][1]:
            return (self._place + 1,)
        open_end = next((at for at in range(self._place, len(self._typed)) if self._typed[at][1]), len(self._typed))
        return range(open_end, self._place, -1)

    def _is_name(self) -> bool:
        """Whether what reads like a joining word is a name, standing in quotation marks."""
        return self._typed[self._place][1]

    def _next(self) -> str:
        return self._typed[self._place][0].casefold() if self._place < len(self._typed) else ""

    def _skip(self, *words: str) -> bool:
        """Pass these words if they come next, none of them in quotation marks."""
        here = self._typed[self._place : self._place + len(words)]
        if [word.casefold() for word, quoted in here if not quoted] != list(words):
            return False
        self._place += len(words)
        return True


def _spelt(names: Iterable[str]) -> dict[str, str]:
    """Each name by how it may be typed: as it stands in the rules, or in words."""
    found = {_normal(name): name for name in names}
    return found | {_normal(plainly(name)): name for name in names}


def _unknown(what: str, typed: str, known: Mapping[str, str]) -> NotUnderstood:
    plain = sorted({plainly(name) for name in known.values()})
    if not typed:
        return NotUnderstood(f"it ends too early: here comes {_article(what)}.")
    near = get_close_matches(_normal(typed), [_normal(each) for each in plain], n=1)
    if near:
        return NotUnderstood(f"there is no {what} “{typed}”. Did you mean “{near[0]}”?")
    named = ", ".join(f"“{each}”" for each in plain[:_MOST_NAMED])
    more = "; all of them stand below" if len(plain) > _MOST_NAMED else ""
    return NotUnderstood(f"there is no {what} “{typed}”. Use one of {named}{more}.")


def _article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"

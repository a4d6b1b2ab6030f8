"""What can be a Vietnamese syllable: enough to tell a text from what only looks like one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.writing.letters import without_tones
from pipeline.writing.patterns import compiled

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy
uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ynh yn yt ych ym ac âu oă uâ uă
"""
_SYLLABLES = frozenset(
    onset + rhyme for onset in ("", *_ONSETS.split()) for rhyme in _RHYMES.split()
)

_ONSET_SET = frozenset(_ONSETS.split())
"""The consonants that begin a syllable, to look one up."""
_SHAPED = "ăâêôơư"
"""Letters with a horn, circumflex or breve: two of them stand beside each other in `ươ` alone."""
_UNLIKE = compiled(rf"(?!ươ)[{_SHAPED}][{_SHAPED}]")
_GI = compiled(r"g(?:i|in|inh|iêng|iêt|ip|im)|qu(?:ôc|yên|ơ|y|ynh|yt|yêt)")
_MICRO = compiled("µ[a-zA-Z]{0,2}")
_MARKED_WORD = compiled(r"[\p{L}\p{M}\xa1-\xbf]++")
_WORD = compiled(r"\p{L}++")

_QUESTIONED = compiled(
    r"(?<![\p{L}\d?!/=&.:@^+(-])\p{L}*+\?++(?!(?<=\p{Ll}\?)\p{Lu})\p{L}[\p{L}?]*+"
)
"""Question marks inside words; those of addresses stand behind signs that words do not have, and
behind one that ends a question a capital follows (`Vì sao?Tại`)."""
_TYPED_MARKS = compiled(
    r"(?i)(?<![^\s(])(?:dd|[a-z])*+(?:(?<=[a-z][aeo])\^(?!\d)|(?<=[a-z][ou])\+|(?<=[a-z]a)\()"
    r"['`?~.]?[a-z'`?~.^+(]*+"
)
"""Words of VIQR (RFC 1456): a circumflex, horn or breve behind its vowel."""


IMPLAUSIBLE = 0.04
"""Share of words no Vietnamese would write from which a text is not believed."""
MIN_WORDS = 12
"""It needs at least so many such words: a name or two in another tongue prove nothing."""
MIN_TORN = 3
"""So many words torn apart on a page mean that letters are lost, …"""
MOSTLY = 0.5
"""Share of the words with marks that are wrong from which few of them tell enough."""
PAGE_WORDS = 300
"""… and as many more for each further page: so many words a page has."""


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word (any case, any normal form) is spelled as Vietnamese syllables are."""
    plain = without_tones(word.lower())
    return plain in _SYLLABLES or bool(_GI.fullmatch(plain))


def implausible_share(text: str) -> tuple[float, list[str]]:
    """Share of the words of a text that cannot be Vietnamese, and those words.

    Words in plain ASCII and capitals alone (abbreviations, English) are not counted against it.
    """
    return _implausible(_WORD.findall(text))


def _implausible(words: Sequence[str]) -> tuple[float, list[str]]:
    counts = Counter(words)
    bad = [
        word
        for word in counts
        if not word.isascii() and not is_syllable(word) and not word.isupper() and len(word) > 1
    ]
    return (sum(counts[word] for word in bad) / len(words) if words else 0.0), bad


def implausible_words(text: str) -> list[str]:
    """The words for which a text is no Vietnamese as spelled, none where it may be."""
    every = _WORD.findall(text)
    share, words = _implausible(every)
    torn = torn_words(text) + _mistaken(every) + replaced_words(text)
    if len(torn) >= MIN_TORN * max(1.0, len(text.split()) / PAGE_WORDS):
        return words + torn
    garbled = len(words) >= MIN_TORN and wrong_share(text) > MOSTLY
    many = share > IMPLAUSIBLE and len(words) >= MIN_WORDS
    return words + torn if garbled or many else []


def wrong_share(text: str) -> float:
    """Share of the words with letters beyond ASCII that no Vietnamese syllable is, whatever their
    case; signs inside words count as letters. 0 for a text without such words."""
    marked = (word for word in _MARKED_WORD.findall(text) if not word.isascii())
    words = [w for w in marked if not _MICRO.fullmatch(w) and any(map(str.isalpha, w))]
    wrong = sum(not word.isalpha() or not is_syllable(word) or _mixes(word) for word in words)
    return wrong / len(words) if words else 0.0


def wrong_words(text: str) -> tuple[set[str], set[str]]:
    """The words with letters beyond ASCII that are syllables, and those that are none."""
    words = {word for word in _WORD.findall(text) if not word.isascii() and len(word) > 1}
    wrong = {word for word in words if not is_syllable(word)}
    return words - wrong, wrong


def _mixes(word: str) -> bool:
    """Whether a capital stands after a small letter."""
    if word.islower() or word.istitle() or word.isupper():  # so are nearly all
        return False
    return any(one.islower() and other.isupper() for one, other in pairwise(word))


def torn_words(text: str) -> list[str]:
    """Neighbours on a line that only together are a syllable, `NG Ị`, `C UNG`: letters between are
    lost.

    A font without code points for some glyphs leaves wide gaps where they stand. Letters one below
    the other are those of a seal, or of a name set upright.
    """
    words = text.split()
    odd = {word for word in set(words) if word.isalpha() and not is_syllable(word)}
    if not any(_are_torn(one, other, odd) for one, other in pairwise(words)):
        return []  # most texts: their lines need not be taken apart
    return [
        f"{one} {other}"
        for line in text.splitlines()
        for one, other in pairwise(line.split())
        if _are_torn(one, other, odd)
    ]


def _are_torn(one: str, other: str, odd: Container[str]) -> bool:
    return (
        (one in odd or other in odd)
        and one.isalpha()
        and other.isalpha()
        and (is_syllable(one + other) or _lacks_vowel(one, other))
    )


def _lacks_vowel(one: str, other: str) -> bool:
    """Whether a word is the consonants that begin a syllable, and the next begins inside of one
    (`tr ờng`): the vowel between them is lost."""
    begins = one.lower() in _ONSET_SET and not (one.isupper() and len(one) > 1)
    return begins and not other[0].isascii() and without_tones(other[0].lower()) in _SHAPED


def mistaken_words(text: str) -> list[str]:
    """Words in which two letters with a horn, circumflex or breve stand beside each other, as in
    no syllable but those with `ươ` (`trơờng`): a font's table of letters mistakes one for another.
    """
    return _mistaken(_WORD.findall(text))


def _mistaken(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.isascii() and _is_mistaken(word)]


def replaced_words(text: str) -> list[str]:
    """Words with a question mark where a letter was that a program could not write (`Nhi?m`), and,
    where no letter has a mark, words whose marks are typed behind their letters (VIQR: `Xa^y`)."""
    lost = _QUESTIONED.findall(text) if "?" in text else []
    return lost + (_TYPED_MARKS.findall(text) if text.isascii() else [])


@lru_cache(maxsize=20_000)
def _is_mistaken(word: str) -> bool:
    return _UNLIKE.search(without_tones(word.lower())) is not None


_LONGEST_RUN = 60
"""Letters of a word that is looked at: a line that lost all its blanks has about as many."""


def glued_words(text: str) -> list[str]:
    """The words that are two syllables with no blank between them, `Chínhphủ`, `vàTruyền`."""
    return [word for word in _bare_words(text) if syllables_of(word)]


def runs_together(text: str) -> bool:
    """Whether a word of a text is two syllables or more with no blank between (`VănphòngChính`)."""
    return any(_is_no_syllable(word) and _is_several(word) for word in _bare_words(text))


def _bare_words(text: str) -> Iterator[str]:
    return (part.strip(".,;:()") for part in text.split())


def _is_no_syllable(word: str) -> bool:
    """Whether a word of letters, some beyond ASCII, is not spelled as a syllable."""
    return not word.isascii() and word.isalpha() and not is_syllable(word)


@lru_cache(maxsize=65536)
def _is_several(word: str) -> bool:
    """Whether a word is one syllable after another, each of two letters at least."""
    if len(word) > _LONGEST_RUN:
        return False
    return is_syllable(word) or any(
        is_syllable(word[:at]) and _is_several(word[at:]) for at in range(2, len(word) - 1)
    )


_LONGEST = 9
"""Letters of the longest syllable (`nghiêng`), two of its marks by themselves."""


@lru_cache(maxsize=65536)
def syllables_of(word: str) -> tuple[tuple[str, str], ...]:
    """The ways a word that is no syllable is two; none where it is one or is in ASCII."""
    if len(word) > 2 * _LONGEST or not _is_no_syllable(word):
        return ()
    ways = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    return tuple(way for way in ways if all(map(is_syllable, way)))

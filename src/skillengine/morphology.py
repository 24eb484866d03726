"""
Folding of words: inflection, nynorsk to bokmål, compounds.

Owns light rules that are the same at index time and at query time. A stem is a key, not a word; nobody reads it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from skillengine.text import words

SHORTEST_STEM = 3
SHORTEST_PART = 3
SHORTEST_FIRST = 2


class Ends:
    """Ends of words, tried from the longest to the shortest: one look-up for each length, however many there are."""

    def __init__(self, ends: Iterable[str]) -> None:
        self._ends = frozenset(ends)
        self._lengths = sorted({len(end) for end in self._ends}, reverse=True)

    def of(self, word: str) -> Iterator[str]:
        """Those the word ends in, the longest first."""
        return (end for length in self._lengths if (end := word[-length:]) in self._ends)


# Whole nynorsk words and the bokmål they are folded to.
NYNORSK = dict(
    pair.split(":")
    for pair in words(
        """ikkje:ikke eg:jeg ein:en eit:et ei:en frå:fra dei:de ho:hun kva:hva kven:hvem kvar:hver kvart:hvert
        korleis:hvordan kvifor:hvorfor sjuk:syk sjuke:syke sjukt:sykt kvit:hvit høg:høy høgt:høyt høge:høye
        høgare:høyere låg:lav låge:lave meir:mer fleire:flere gjere:gjøre gjer:gjør auke:øke auka:økt vere:være
        vore:vært berre:bare noko:noe nokon:noen nokre:noen saman:sammen òg:også heile:hele heil:hel sjølv:selv
        sjølve:selve sjølvstendig:selvstendig sjølvstende:selvstendighet veke:uke veker:uker mjølk:melk
        røynsle:erfaring røynsler:erfaring verksemd:virksomhet verksemda:virksomhet verksemder:virksomheter
        teneste:tjeneste tenester:tjenester tenesta:tjeneste rettleie:veilede rettleia:veilede rettleier:veileder
        rettleiar:veileder rettleiing:veiledning leia:ledet leiar:leder leiarar:ledere
        leiing:ledelse leiande:ledende handsame:behandle handsaming:behandling byggje:bygge tryggleik:sikkerhet
        tryggje:sikre reingjering:rengjøring reinhald:renhold reine:rene reinse:rense skule:skole
        skular:skoler skulen:skole tilsett:ansatt tilsette:ansatte nytilsette:nyansatte tilsetje:ansette
        tilsetjing:ansettelse medarbeidar:medarbeider medarbeidarar:medarbeidere lærar:lærer lærarar:lærere
        løysing:løsning løysingar:løsninger løyse:løse køyre:kjøre køyrer:kjører køyring:kjøring køyretøy:kjøretøy
        opne:åpne ope:åpent heim:hjem heime:hjemme heimeteneste:hjemmetjeneste
        heimesjukepleie:hjemmesykepleie born:barn bornehage:barnehage brukarar:brukere brukar:bruker brukarane:brukere
        vidareutvikle:videreutvikle vidareutvikling:videreutvikling vidaregåande:videregående vidare:videre
        utviklar:utvikler utviklarar:utviklere naudsynt:nødvendig naud:nød nytte:bruke nyttar:bruker nytta:brukt
        sikrar:sikrer dugleik:ferdighet dugleikar:ferdigheter ferdigheiter:ferdigheter ferdigheit:ferdighet
        rekneskap:regnskap rekneskapar:regnskap rekne:regne rekning:regning les:leser snakkar:snakker
        fylgje:følge følgje:følge følgjer:følger oppfylgjing:oppfølging medverke:medvirke verke:virke
        truverdig:troverdig tru:tro framlegg:forslag halde:holde held:holder heldt:holdt haldt:holdt
        oppretthalde:opprettholde vedlikehald:vedlikehold vedlikehalde:vedlikeholde innhald:innhold hald:hold sal:salg
        seljar:selger seljarar:selgere selje:selge selde:solgte pasientar:pasienter planleggje:planlegge
        leggje:legge liggje:ligge sitje:sitte setje:sette tryggleiken:sikkerhet lækjar:lege
        legar:leger beiter:beite røyr:rør røyrleggjar:rørlegger sveisar:sveiser målar:maler snikkar:snikker
        tømrar:tømrer murar:murer elektrikar:elektriker mekanikar:mekaniker reinhaldar:renholder fiskar:fisker
        sjukepleiar:sykepleier sjukepleiarar:sykepleiere sjukepleie:sykepleie helsefagarbeidar:helsefagarbeider
        vernepleiar:vernepleier barnehagelærar:barnehagelærer prosjektleiar:prosjektleder
        avdelingsleiar:avdelingsleder dagleg:daglig årleg:årlig fagleg:faglig skriftleg:skriftlig munnleg:muntlig
        munnlege:muntlige skriftlege:skriftlige offentleg:offentlig mogleg:mulig moglegheit:mulighet
        moglegheiter:muligheter vanleg:vanlig tydeleg:tydelig ansvarleg:ansvarlig personleg:personlig
        tilgjengeleg:tilgjengelig medan:mens sidan:siden tidlegare:tidligere seinare:senere utan:uten einaste:eneste
        eigen:egen eige:eget eigne:egne eigedom:eiendom eigedomar:eiendommer tal:tall tala:tall bein:ben veg:vei
        vegar:veier vegvesen:veivesen vegarbeid:veiarbeid arbeidde:arbeidet jobba:jobbet"""
    )
)
# First parts of compounds, nynorsk to bokmål.
NYNORSK_STARTS = {
    "sjuke": "syke", "sjuk": "syk", "skule": "skole", "mjølke": "melke", "mjølk": "melk", "heime": "hjemme",
    "rekneskap": "regnskap", "eigedom": "eiendom", "reinhald": "renhold", "røyr": "rør",
    "verksemd": "virksomhet",
    "tenest": "tjenest", "sjølv": "selv", "køyre": "kjøre", "tryggleik": "sikkerhet", "vidare": "videre",
    "høg": "høy", "låg": "lav", "born": "barn", "rettleii": "veilednin",
    "einskild": "enkelt",
}  # fmt: skip
ALL_STARTS = tuple(NYNORSK_STARTS)
# Ends of nynorsk words and the bokmål end; each needs at least three letters before it.
NYNORSK_ENDS = {
    "pleiarane": "pleierne", "pleiarar": "pleiere", "pleiaren": "pleieren", "pleiar": "pleier",
    "leiarane": "lederne", "leiarar": "ledere", "leiaren": "lederen", "leiar": "leder",
    "leiinga": "ledelsen", "leiing": "ledelse", "skulen": "skolen", "skular": "skoler", "skule": "skole",
    "rettleiing": "veiledning", "tryggleik": "sikkerhet", "hald": "hold", "heiter": "heter", "heit": "het",
    "tenester": "tjenester", "teneste": "tjeneste", "verksemd": "virksomhet", "løysingar": "løsninger",
    "løysing": "løsning", "rekneskap": "regnskap", "handsaming": "behandling", "arane": "erne", "arar": "ere",
    "aren": "eren", "ingane": "ingene", "ingar": "inger", "inga": "ingen", "ane": "ene", "ande": "ende",
    "are": "ere", "leg": "lig", "lege": "lige", "ar": "er",
}  # fmt: skip
ENDS_IN_NYNORSK = Ends(NYNORSK_ENDS)

# Bokmål words that look as if they had a nynorsk end.
BOKMAL_AFTER_ALL = re.compile(
    r"(?:(?:v|b|kl|f)are?[nr]?|bane[nr]?|(?:t|k|p|f|m|dr)ar|(?:arkiv|bibliotek|vik|aktu|antikv|avat|hang)aren?"
    r"|gitar|radar|sonar|dollar|(?:sem|web)inar|honorar|inventar|eksemplar|reservoar|repertoar|januar|februar|kommentar"
    r"|formular|angular|familiar|sigar|registrar|(?:fast|over|tann|dyr|hud|lunge|øye|barne|bedrifts|turnus)lege|erfaren"
    r"|ware|pare|forblande)$"
)

# Norwegian ends that are taken off, longest first. "behandle", "behandler", "behandling" share one stem.
NORWEGIAN_ENDS = Ends(
    words("""ingenes ingene ingens ingers ninger ningen inger ingen elsene elsen elser ernes erens hetene heten heter
    ering erings erte ert erer ere ingar inga ning ings ing else het ende ande edes erne ets enes ene ens ers est ane
    ede ete es en er et te de ar a e s t""")
)
ENGLISH_ENDS = Ends(
    words("ational ations ation ements ement ments ment ings ing ies ied ers er ors or ed es e s y ly al ally ness ity")
)
CAUTIOUS_ENDS = frozenset({"a", "s", "t", "y", "de"})
"""Ends that are often part of a short word: these need one letter more before them."""
LETTER_ENDS = ("s", "t")
NO_ENDS = ("kt", "nt", "st", "ft", "pt", "tt", "ss")
"""Here the last letter is the stem's own: prosjekt, pasient, process."""
SHORT_FIRST_PARTS = frozenset({"ny", "tv", "øl", "is", "by", "ku", "ko"})


@lru_cache(maxsize=65_536)
def bokmal(word: str) -> str:
    """The bokmål form of a nynorsk word, else the word itself. Expects a folded word."""
    if word in NYNORSK:
        return NYNORSK[word]
    folded = _with_bokmal_end(_with_bokmal_start(word))
    return word if folded != word and BOKMAL_AFTER_ALL.search(word) else folded


def _with_bokmal_start(word: str) -> str:
    if not word.startswith(ALL_STARTS):
        return word
    start = next(start for start in ALL_STARTS if word.startswith(start))
    return NYNORSK_STARTS[start] + word[len(start) :] if len(word) > len(start) else word


def _with_bokmal_end(word: str) -> str:
    for end in ENDS_IN_NYNORSK.of(word):
        if len(word) >= len(end) + SHORTEST_STEM:
            return word[: -len(end)] + NYNORSK_ENDS[end]
    return word


@lru_cache(maxsize=131_072)
def stem_norwegian(word: str) -> str:
    """The stem of a Norwegian word, nynorsk folded to bokmål first."""
    return _undouble(_without_end(bokmal(word), NORWEGIAN_ENDS))


@lru_cache(maxsize=131_072)
def stem_english(word: str) -> str:
    """The stem of an English word."""
    return _undouble(_without_end(word.removesuffix("'s"), ENGLISH_ENDS))


def stem(word: str, lang: str) -> str:
    """The stem of a folded word in a language; nb and nn share one."""
    return stem_english(word) if lang == "en" else stem_norwegian(word)


def _without_end(word: str, ends: Ends) -> str:
    if not word.isalpha():
        return word
    for end in ends.of(word):
        if len(word) - len(end) >= SHORTEST_STEM + (end in CAUTIOUS_ENDS):
            return word if end in LETTER_ENDS and word.endswith(NO_ENDS) else word[: -len(end)]
    return word


def _undouble(word: str) -> str:
    """kjemmer, kjem: a double consonant at the end of a stem counts as one."""
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1].isalpha() else word


def split_compound(word: str, known: Collection[str]) -> tuple[str, ...]:
    """
    The parts of a Norwegian compound whose stems are known, longest last part first; one part if it is no compound.

    >>> split_compound("kundebehandling", {"kund", "behandl"})
    ('kunde', 'behandling')
    """
    word = bokmal(word)
    for cut in range(SHORTEST_FIRST, len(word) - SHORTEST_PART + 1):
        last = word[cut:]
        if stem_norwegian(last) in known:
            first = _known_first_part(word[:cut], known)
            if first:
                return (*first, last)
    return (word,)


def _known_first_part(first: str, known: Collection[str]) -> tuple[str, ...]:
    """The first part of a compound, whole or split again. The link (-s-, -e-) goes with the end of the stem."""
    if first in SHORT_FIRST_PARTS or (len(first) >= SHORTEST_PART and stem_norwegian(first) in known):
        return (first,)
    parts = split_compound(first, known) if len(first) >= 2 * SHORTEST_PART else (first,)
    return parts if len(parts) > 1 else ()

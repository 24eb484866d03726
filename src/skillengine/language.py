"""
The language of one sentence: bokmål, nynorsk or English.

Owns a table of telling words and word ends. Judges a sentence by itself, so that no other sentence changes it.
"""

from collections import Counter
from collections.abc import Iterable

from skillengine.text import Token, tokens, words

DEFAULT = "nb"
MORE_THAN_CHANCE = 1.0

ENGLISH = words(
    """how equipment out before what operate machine staff maintain keep products know water safety apply check
    production rules perform prepare techniques used advise customers care goods health operations materials types
    quality write understand kept procedures technician parts cut process needs machines follow tools people clients
    made take put right create help conduct checked sales clean shop records wrote assess manufacturing processes
    activities treatment machinery tell methods repair engineering install show standards paper waste identify
    inspect regulations told lines carry construction users daily school teach building samples principles
    development supervise written own technical vehicle report required safe tests look crew assist worker room
    together board order get devices pressure sure public knew managed electrical trained took led taught planned
    handled built ran sold cleaned drove cooked cared employees nurse nursing weld welding budgets accounts projects
    engineer developer teacher driver assistant manager the of and to a an in is was were are with from by that this
    these those which who whom whose it its they their them we our you your he she his her i my me as at be been
    being have has had not but if when while into onto about across after all also any both each every other such
    than then there through under until up will would can could should may must do does did so no or on for within
    without during between among skills experience ability work working worked managing management years strong
    excellent knowledge responsible team including using ensure provide support develop"""
)
NORWEGIAN = words(
    """bruke utføre nye ser råd kjenner går betjene utstyr folk utvikle følge riktig gir operatør vedlikeholde håndtere
    vurdere forstå føre sette skrive styre overvåke pasienter kunden finne sikre feil fikk kontrollere muntlig
    utarbeide gjennomføre gikk ulike tok tilsyn lese kundene passe deler holde varer produksjon brukte planlegge
    klargjøre vann skriftlig hjelper rådgiver montere forstår rundt velge kjenne maskinen tid verktøy undervise
    temperatur lærer arbeide språk kommunisere anvende kjøretøy møter kommunen støtte vedlikehold samarbeide
    reparere bilder utvikling tekniske behov kurs gjestene laboratoriet arbeidsleder opplæring salg avfall regelverk
    stillingen brukere bygge norsk kvalitet oppgaver sykehuset renhold sykepleier rørlegger elektriker kokk snekker
    prosjektleder saksbehandler utvikler sjåfør butikk barnehage og det er på til av med som for den i å har hadde
    skal vil kan må ble bli blir var seg sin sitt sine vi du deg din ditt dine jeg meg min mitt mine han dem dette
    disse denne der da når hvis eller men også etter før under over mot mellom ved om opp ut inn alle alt andre både
    samt innen innenfor gjennom god gode godt ansvar erfaring kunnskap år arbeid jobb jobbet jobber slik så uten enn
    hos fått får gjør en et ikke blant at mange flere"""
)
BOKMAL = words(
    """jeg ikke en et fra de hun hva hvem hvor hvordan hvilke hvilken hvilket noe noen mye mer flere hver hvert være
    vært ble gjør gjøre gjorde hele selv uke uker syk syke høy høyt lav bare sammen skole skolen leder ledere
    lederen ledet arbeidet virksomhet virksomheten tjeneste tjenester ansatt ansatte tilsatt sikkerhet veiledning
    rengjøring regnskap søker trenger følger vet setter finner holder tar passer skriver legger leser satte jobbet
    holdt kommer sørger bruker skrev fulgte velger ga snakker fant ønsker bygger deres sier annet krever videre
    hvorfor kjøre kjører kjørte løsning løsninger medarbeider medarbeidere dere melk åpne hjem hjemme"""
)
NYNORSK = words(
    """eg ikkje ein eit frå dei ho kva kven kvar korleis kvifor kvart nokre noko nokon mykje meir fleire vere vore vart
    vert verta blei gjer gjere gjorde heile sjølv sjølve veke veker sjuk sjuke høg høgt låg berre saman skule skulen
    leiar leiarar leiaren arbeidde røynsle verksemd verksemda teneste tenester tilsette tilsett tryggleik rettleiing
    rettleie reingjering rekneskap køyre køyrer køyrde løysing løysingar medarbeidar medarbeidarar dykkar dykk mjølk
    opne heim heime me mi hjå òg desse kvarandre vidare sidan medan utan einskild brukar brukarar born
    barnehagelærar gjekk fekk kjem tek gjev søkjer treng held følgjer set skreiv såg følgje fann sjå heldt følgde
    att dømes krev laga passar lagar"""
)
ENGLISH_ENDS = ("tion", "tions", "ness", "ity", "ship", "ly", "ies", "able", "ed", "ous", "ings", "ical")
NORWEGIAN_ENDS = ("else", "het", "sjon", "ene", "ering", "lig", "ning", "skap", "isk", "ende", "kk", "eren", "øre")
NYNORSK_ENDS = (
    "ane", "ar", "leis", "leg", "lege", "leik", "aren", "kje", "gje", "jer", "inga", "ande", "aden",
    "tta", "kka", "ssa", "gde", "eiv", "hald"
)  # fmt: skip
BOKMAL_ENDS = (
    "ger", "ker", "ler", "ter", "ser", "ner", "ver", "ene", "lig", "lige", "het", "ere",
    "eren", "ngen", "edet", "gte", "kte", "else"
)  # fmt: skip
# What one word of a table weighs, for each group: (Norwegian against English, nynorsk against bokmål).
WORD_WEIGHT = 3.0
END_WEIGHT = 0.6
LETTER_WEIGHT = 2.0


def language_of(text: str, fallback: str = DEFAULT) -> str:
    """The language of a sentence; the fallback where nothing tells."""
    return language_of_tokens(tokens(text), fallback)


def language_of_tokens(sentence: Iterable[Token], fallback: str = DEFAULT) -> str:
    """As language_of, for a sentence that is already cut into words."""
    norwegian = nynorsk = 0.0
    for token in sentence:
        norwegian += 0.0 if token.written == "I" else _norwegian(token.form)
        nynorsk += _nynorsk(token.form)
    if norwegian <= -MORE_THAN_CHANCE:
        return "en"
    if norwegian >= MORE_THAN_CHANCE:
        return "nn" if nynorsk >= MORE_THAN_CHANCE else "nb"
    return "nn" if nynorsk >= WORD_WEIGHT else fallback


def main_language(languages: Iterable[tuple[str, int]], fallback: str = DEFAULT) -> str:
    """The language with the most characters among (language, length) pairs."""
    weights: Counter[str] = Counter()
    for lang, length in languages:
        weights[lang] += length
    return max(sorted(weights), key=lambda lang: weights[lang], default=fallback)


def _norwegian(word: str) -> float:
    score = WORD_WEIGHT * ((word in NORWEGIAN or word in BOKMAL or word in NYNORSK) - (word in ENGLISH))
    if any(letter in word for letter in "æøå"):
        return score + LETTER_WEIGHT
    return score + END_WEIGHT * (_ends(word, NORWEGIAN_ENDS) - _ends(word, ENGLISH_ENDS))


def _nynorsk(word: str) -> float:
    by_word = (word in NYNORSK) - (word in BOKMAL)
    return WORD_WEIGHT * by_word if by_word else END_WEIGHT * (_ends(word, NYNORSK_ENDS) - _ends(word, BOKMAL_ENDS))


def _ends(word: str, ends: tuple[str, ...]) -> bool:
    return len(word) > 4 and word.endswith(ends)

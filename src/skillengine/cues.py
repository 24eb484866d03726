"""
The words that tell how a stretch of text is to be read.

Owns tables only: function words, words of the CV trade, names that are also words. All are folded (small letters,
nynorsk as bokmål), since that is the form they are compared with. Applying them is for `spans`, `evidence`, `mapping`.
"""

from skillengine.text import words

LINKS = words(
    """opp inn ut ned imot frem av i for med til på innen innenfor om mot hos of in with to on within from fra ved over
    under at"""
)
"""Words that may stand inside a mention, between two parts that bear meaning: opplæring av nyansatte."""

PARTICLES = words("opp inn ut ned")
"""Small words that change what a verb means: lære opp."""

INSIDE = words("""en ei et den det de nye egne ulike the a an our våre vår new various""")
"""Words that may follow a link inside a mention without bearing meaning."""

FUNCTION_WORDS = words(
    """jeg du han hun vi dere de det den dette denne disse seg meg deg oss dem min mitt mine din ditt dine sin sitt
    sine vår vårt våre deres hans hennes en ei et og eller men så som at om når da hvis fordi siden både samt enn
    ikke også bare kun svært veldig meget mer mest mye mange flere noe noen alle alt annet andre hver hvert hvor hva
    hvem hvordan hvilke hvilken her der nå ofte alltid aldri tidligere senere nylig i på av til fra med uten for ved
    mot over under etter før mellom gjennom hos ut inn opp ned innen innenfor rundt blant per pr er var være vært
    blir ble bli blitt har hadde ha hatt kan kunne skal skulle vil ville må måtte bør burde får fikk få fått gjør
    gjøre gjorde gjort tar ta tok tatt går gå gikk kommer komme kom å ja nei selv samme slik slike sånn hel hele
    helt god gode godt bra flink dyktig stor store stort ny nye nytt eget egen egne ulike forskjellige diverse
    første tredje siste fem to tre fire seks sju syv åtte ni ti år årene måned måneder uke uker dag dager daglig
    ukentlig time timer ca cirka osv etc mm bl.a inkludert herunder spesielt særlig generelt hovedsakelig the a an
    and or but of in on from with without by as is was were are be been being am has have had do does did can could
    will would shall should may might must you he she it we they me him us them my your his its our their this that
    these those which who whom whose what when where why how all any both each few more most other some such no not
    only own same so than too very just also into onto about after before between through during until while if
    because years year months month weeks week days day daily including included e.g i.e well good great strong
    excellent new various several many much out up down off again further then once here there one two three four
    five"""
)

CV_WORDS = words(
    """lære lærer lærte lært utdanne utdannet learn like hjelpe hjulpet trives flott eks fast vikar sommerjobb deltid
    heltid jobbet jobber jobb jobbe arbeidet arbeider arbeid arbeide arbeidserfaring ansvar ansvarlig ansvaret
    hovedansvar medansvar ansvarsområde ansvarsområder erfaring erfaringer erfaren kompetanse kunnskap kunnskaper
    kjennskap ferdighet ferdigheter utdanning stilling stillinger oppgave oppgaver arbeidsoppgaver arbeidsoppgave
    rolle roller avdeling avdelingen bedrift bedriften selskap selskapet firma firmaet virksomhet virksomheten søker
    søke ønsker ønske ønskelig krav kvalifikasjoner kvalifikasjon behersker beherske mestrer kjent vant bakgrunn
    interesse interessert tilsvarende relevant relevante nødvendig fordel gjerne evne evner hatt hovedsakelig sammen
    blant team teamet personlig egenskaper egenskap motivert engasjert sørget sørger sørge gjennomført gjennomførte
    utført utførte bidro bidratt bidrar deltok deltatt deltar hjalp hjelper drev drevet stod sto stått brukte brukt
    bruker fikk leverte experience experienced responsible responsibility responsibilities work worked working job
    role position skill skills ability able knowledge background required requirement requirements preferred plus
    proficient proficiency familiar familiarity understanding looking seeking join teams company candidate
    candidates strong solid proven demonstrated used using helped participated contributed duties tasks task duty"""
)
"""Words that frame a skill and are none. Never a mention by themselves, and cut off the ends of one."""

VAGUE = words(
    """ting sak saker område områder folk person personer mennesker menneske kunde kunder pasient pasienter bruker
    brukere elev elever barn system systemer produkt produkter prosjekt prosjekter tjeneste tjenester leverandør
    leverandører utstyr verktøy metode metoder rutine rutiner prosess prosesser data informasjon leder ledere ansatt
    ansatte kollega kolleger kollegaer medarbeider medarbeidere nyansatte dokument dokumenter skjema rapport
    rapporter møte møter butikk skole sykehus kommune kommunen sted steder del deler norge norsk norske oslo bergen
    trondheim stavanger tromsø kristiansand drammen sengepost post things people customers customer clients client
    patients patient users user systems products product projects project services service suppliers equipment tools
    tool methods process processes information documents reports meetings employees employee colleagues management
    level area areas part parts norway office"""
)
"""Nouns that are no skill alone, only with a verb or another noun."""

GENERIC = words(
    """ansvar språk ledelse ledelsen it data diverse annet ferdigheter kompetanse utdanning kurs oppgaver arbeid
    arbeidet jobb drift kvalitet rutiner interesser telefon hobby fritid referanser praksis master bachelor grad
    linje skole studie studier responsibility language languages management work other education courses interests
    quality phone degree"""
)
"""Words that are the label of some skill, but in a text hardly ever mean it when they stand alone."""

DOING = words("utøve utføre drive arbeide jobbe bruke gjøre perform practise do carry work use")
"""Verbs of labels that add nothing to what is done: utøve sykepleie."""

JOINTS = words("og eller samt og/eller and or")
SKILL_CUES = words(
    """erfaring kunnskap kunnskaper kompetanse kjennskap ferdigheter behersker beherske mestrer kan programmer verktøy
    teknologier experience knowledge proficient proficiency familiar familiarity skills expertise experienced tools
    technologies"""
)
DONE_CUES = words(
    """ansvar ansvarlig hovedansvar medansvar ansvarsområde ansvarsområder oppgaver arbeidsoppgaver erfaring kunnskap
    kunnskaper kompetanse kjennskap ferdigheter behersker mestrer kan jobbet jobber jobbe arbeidet arbeider arbeide drev
    drevet drive utført utførte utfører gjennomført gjennomførte gjennomfører stod sto experience responsible
    responsibility knowledge proficient skills skilled expertise worked working work performed performing handled"""
)
"""What follows these is what somebody knows, does or answers for."""

EMPLOYER_CUES = words("hos ved for i på at in for by from fra av til of mot")
"""Before a name in capitals these tell of an employer or a place."""

PRIVATE_LIFE = words(
    """ferie ferien reiste reise øya øy kaffe bilen bil båten hytta hytte huset spiste hobby fritid trappa gulvet
    spiker holiday vacation travelled traveled island coffee car boat cabin trip"""
)
TRADE_CUES = (
    "utvikl", "program", "kod", "system", "software", "skript", "script", "backend", "frontend", "fullstack", "app",
    "web", "develop", "framework", "rammeverk", "bibliotek", "library", "data", "ikt", "erfaring", "kunnskap",
    "kompetanse", "behersk", "experience", "knowledge", "skill", "proficien", "verktøy", "tool", "språk",
    "language", "stack", "api", "microsoft", "office", "server", "sky", "cloud", "kurs", "sertifi", "certif",
)  # fmt: skip
"""Beginnings of words that tell that a sentence speaks of tools, code or what somebody can."""

AMBIGUOUS_NAMES = words(
    """absorb agile aim api ar ask assembly blender c call canvas cap chef clp d eclipse edm exchange excel express git
    go groovy ia illustrator it java kat lean leader less lisp malay mi ml nessus office outlook pascal perl persian
    polish primus procreate prolog puppet python r rage ras reach react ruby rust salt sap sar sas sass scala
    scratch sha shiva source spark spleis swift tableau teams tono unity visma windows word zoom access vyper sakai
    hr pr ki dj id"""
) - words("excel python java sap sas tableau visma git api it hr pr ki ml")
"""Names, in small letters, that are also words. Excel and Python are so often written small that they pass."""

MONTHS_AND_DAYS = words(
    """januar februar mars april mai juni juli august september oktober november desember january february march may
    june july october december mandag tirsdag onsdag torsdag fredag lørdag søndag monday tuesday wednesday thursday
    friday saturday sunday dd jan feb mar apr jun jul aug sep sept okt oct nov des dec"""
)

ENGLISH_WORDS_TOO = words("excel")
PLACES_TOO = words("java")

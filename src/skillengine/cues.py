"""
The words that tell how a stretch of text is to be read.

Owns tables only: function words, words of the CV trade, and cues of negation, others' work, boilerplate and goals.
All are folded (lower case, nynorsk as bokmål), since that is the form they are compared with.
Applying them is for `spans`.
"""

import re

from skillengine.text import words
from skillengine.types import Aside

LINKS = words("""av i for med til på innen innenfor om mot hos of in with to on within from fra ved over under at""")
"""Words that may stand inside a mention, between two parts that bear meaning: opplæring av nyansatte."""

INSIDE = words("""en ei et den det de nye egne ulike the a an our våre vår new various""")
"""Words that may follow a link inside a mention without bearing meaning."""

FUNCTION_WORDS = words(
    """jeg du han hun vi dere de det den dette denne disse seg meg deg oss dem min mitt mine din ditt dine sin sitt sine
    vår vårt våre deres hans hennes en ei et og eller men så som at om når da hvis fordi siden både samt enn ikke også
    bare kun svært veldig meget mer mest mye mange flere noe noen alle alt annet andre hver hvert hvor hva hvem
    hvordan hvilke hvilken her der nå ofte alltid aldri tidligere senere nylig i på av til fra med uten for ved mot
    over under etter før mellom gjennom hos ut inn opp ned innen innenfor rundt blant per pr er var være vært blir ble
    bli blitt har hadde ha hatt kan kunne skal skulle vil ville må måtte bør burde får fikk få fått gjør gjøre gjorde
    gjort tar ta tok tatt går gå gikk kommer komme kom å ja nei selv samme slik slike sånn hel hele helt god gode godt
    bra flink dyktig stor store stort ny nye nytt eget egen egne ulike forskjellige diverse første tredje siste fem to
    tre fire seks sju syv åtte ni ti år årene måned måneder uke uker dag dager daglig ukentlig time timer ca cirka osv
    etc mm bl.a inkludert herunder spesielt særlig generelt hovedsakelig the a an and or but of in on from with
    without by as is was were are be been being am has have had do does did can could will would shall should may
    might must you he she it we they me him us them my your his its our their this that these those which who whom
    whose what when where why how all any both each few more most other some such no not only own same so than too
    very just also into onto about after before between through during until while if because years year months month
    weeks week days day daily including included e.g i.e well good great strong excellent new various several many
    much out up down off again further then once here there one two three four five"""
)

CV_WORDS = words(
    """jobbet jobber jobb jobbe arbeidet arbeider arbeid arbeide arbeidserfaring ansvar ansvarlig ansvaret hovedansvar
    medansvar ansvarsområde ansvarsområder erfaring erfaringer erfaren kompetanse kunnskap kunnskaper kjennskap
    ferdighet ferdigheter utdanning stilling stillinger oppgave oppgaver arbeidsoppgaver arbeidsoppgave rolle roller
    avdeling avdelingen bedrift bedriften selskap selskapet firma firmaet virksomhet virksomheten søker søke ønsker
    ønske ønskelig krav kvalifikasjoner kvalifikasjon behersker beherske mestrer kjent vant bakgrunn interesse
    interessert tilsvarende relevant relevante nødvendig fordel gjerne evne evner hatt hovedsakelig sammen blant team
    teamet personlig egenskaper egenskap motivert engasjert sørget sørger sørge gjennomført gjennomførte utført
    utførte bidro bidratt bidrar deltok deltatt deltar hjalp hjelper drev drevet stod sto stått brukte brukt bruker
    fikk leverte experience experienced responsible responsibility responsibilities work worked working job role
    position skill skills ability able knowledge background required requirement requirements preferred plus
    proficient proficiency familiar familiarity understanding looking seeking join teams company candidate candidates
    strong solid proven demonstrated used using helped participated contributed duties tasks task duty"""
)
"""Words that frame a skill and are none. Never a mention by themselves, and cut off the ends of one."""

VAGUE = words(
    """ting sak saker område områder folk person personer mennesker menneske kunde kunder pasient pasienter bruker
    brukere elev elever barn system systemer produkt produkter prosjekt prosjekter tjeneste tjenester leverandør
    leverandører utstyr verktøy metode metoder rutine rutiner prosess prosesser data informasjon leder ledere ansatt
    ansatte kollega kolleger kollegaer medarbeider medarbeidere nyansatte dokument dokumenter skjema rapport rapporter
    møte møter butikk skole sykehus kommune kommunen sted steder del deler norge norsk norske oslo bergen trondheim
    stavanger tromsø kristiansand drammen sengepost post things people customers customer clients client patients
    patient users user systems products product projects project services service suppliers equipment tools tool
    methods process processes information documents reports meetings employees employee colleagues management level
    area areas part parts norway office"""
)
"""Nouns that are no skill alone, only with a verb or another noun."""

MONTHS_AND_DAYS = words(
    """januar februar mars april mai juni juli august september oktober november desember january february march may june
    july october december mandag tirsdag onsdag torsdag fredag lørdag søndag monday tuesday wednesday thursday friday
    saturday sunday dd jan feb mar apr jun jul aug sep sept okt oct nov des dec"""
)

# What is never read: addresses on the net, numbers of phones and accounts, dates, street addresses with a postal code.
UNREAD = re.compile(
    r"""\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}      # e-mail
    | \b(?:https?://|www\.)\S{1,300}                           # web address
    | \b[a-z0-9-]{2,40}\.(?:no|com|org|io|dev)(?:/\S{0,200})?\b
    | (?<!\w)\+?\d[\d\s./–-]{4,18}\d\b                         # phone, date, account
    | \b[A-ZÆØÅ][\w.]{1,30}\ ?(?:gate|gata|gaten|vei|veien|vegen|veg|plass|allé|street|road)?\ \d{1,3}\ ?[A-H]?,\ *\d{4}\ +[A-ZÆØÅ][^\W\d_]{1,30}
    | \b[A-ZÆØÅ][^\W\d_]{1,30}(?:gate|gata|gaten|veien|vegen|vei|veg)\ \d{1,3}\ ?[A-Z]?\b
    | \b\d{4}\ +[A-ZÆØÅ][A-ZÆØÅ]{2,30}\b""",
    re.VERBOSE,
)
CONTACT_LINE = re.compile(
    r"\s*(?:navn|name|adresse|address|født|fødselsdato|born|date of birth|telefon|tlf|mobil|phone|e-?post|e-?mail|nasjonalitet|"
    r"nationality|sivilstand|sivilstatus|marital status|statsborgerskap|citizenship|org\.? ?nr|referanser|references?|søknadsfrist|deadline)\b"
    r"[^\n]{0,12}[:：]|\s*(?:referanser|references) (?:oppgis|available|on request|kan oppgis)",
    re.IGNORECASE,
)

HEADING_BOILERPLATE = re.compile(
    r"(?:vi (?:kan )?tilby[rd]|vi kan by på|hva (?:vi )?(?:kan )?tilby[rd]?|vi gir deg|om oss|om (?:bedriften|selskapet|virksomheten|arbeidsgiver(?:en)?|kommunen)|"
    r"hvem er vi|hvorfor (?:oss|velge oss|jobbe hos oss)|goder|betingelser|lønn|lønns- og arbeidsvilkår|mangfold|praktisk informasjon|"
    r"what we offer|we offer|about us|about the company|who we are|benefits|why (?:us|join us)|perks|our values|verdiene våre|våre verdier|"
    r"søknad|slik søker du|how to apply|kontakt(?:person|informasjon)?|kontakt oss|contact|diversity)",
)
HEADING_OTHER = re.compile(
    r"(?:arbeidsoppgaver|dine oppgaver|oppgaver|ansvarsområder|stillingen|kvalifikasjoner|krav|vi søker|ønskede kvalifikasjoner|egenskaper|personlige egenskaper|"
    r"hvem er du|din profil|dette kan du|ferdigheter|kompetanse|erfaring|arbeidserfaring|utdanning|språk|kurs|sertifikater|nøkkelkvalifikasjoner|"
    r"responsibilities|your tasks|tasks|requirements|qualifications|skills|experience|work experience|education|languages|the role|your profile|profile|profil|om meg|sammendrag|summary|about me)",
)

# A sentence that matches is about the employer, not about what anybody can do.
BOILERPLATE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:konkurransedyktig|konkurransedyktige|god) (?:lønn|betingelser|lønns)",
        r"\b(?:pensjon|pensjonsordning|innskuddspensjon|forsikringsordning|forsikringsordninger|personalforsikring|bonusordning|aksjeprogram)\b",
        r"\b(?:fleksibel arbeidstid|fleksitid|hjemmekontor|bedriftshytte|bedriftshelsetjeneste|treningsmulighet|kantine|firmatur|lønnstrinn|lønn etter|lønn iht)",
        r"\b(?:vi tilbyr|vi kan tilby|vi gir deg|hos oss får du|kan vi tilby|tilbyr deg|du får)\b",
        r"\b(?:mangfold|inkluderende arbeids|ia virksomhet|positiv særbehandling|hull i cv|uavhengig av (?:kjønn|alder|etnisk)|funksjonsnedsettelse|flerkulturell bakgrunn|etnisk bakgrunn)",
        r"\b(?:oppfordrer|inviterer) (?:alle )?(?:kvalifiserte|kvinner|personer|kandidater)",
        r"\b(?:selskapet|bedriften|konsernet|virksomheten|firmaet|vi|kommunen) (?:ble|er|har) (?:etablert|grunnlagt|stiftet|startet|en av|et av|landets|norges|nordens|verdens|ledende|om lag|ca|over|rundt|cirka|kontorer|hovedkontor)\b",
        r"\b(?:norges|nordens|verdens|europas|landets) (?:største|ledende|fremste|eldste|mest)\b",
        r"\bhar (?:om lag |ca |over |rundt |cirka )?\d* ?(?:ansatte|medarbeidere|kontorer|butikker)\b",
        r"\b(?:omsetning|børsnotert|hovedkontor|søknadsfrist|tiltredelse|bakgrunnssjekk|prøvetid|offentlig søkerliste|offentleglova|offentlighetsloven|politiattest)\b",
        r"\b(?:søknad sendes|send søknad|søk på stillingen|spørsmål om stillingen|ta kontakt med|vi gleder oss|vi ser frem til|velkommen som søker)",
        r"\b(?:competitive salary|competitive pay|pension|health insurance|parental leave|paid time off|stock options|flexible hours|flexible working|free lunch|work life balance|bonus scheme|401k)\b",
        r"\b(?:we offer|we provide you|you will get|you'll get|what you get|in return)\b",
        r"\b(?:equal opportunity|equal opportunities|regardless of|diversity|diverse and inclusive|inclusive workplace|reasonable accommodation|without regard to|veteran status|sexual orientation|gender identity)\b",
        r"\b(?:founded in|established in|headquartered|headquarters|market leader|leading (?:provider|supplier|company|global)|one of the (?:largest|leading|world)|employees (?:in|across|worldwide)|offices in)\b",
        r"\b(?:apply now|application deadline|send your (?:cv|application)|we look forward)\b",
    )
)

CLAUSE_END = r"(?=,|;| men | but | derimot | however |$)"
# Each cue and how far it reaches: the pattern matches over folded words, and `scope` is what is kept apart.
ASIDE_CUES = tuple(
    (aside, re.compile(pattern))
    for aside, pattern in (
        (
            Aside.GOAL,
            r"(?<!vil )\b(?:jeg |målet mitt |drømmen (?:min )?)?(?:vil(?! du\b)|ønsker(?! du\b)|håper|drømmer|lyst|kunne tenke meg|tenker|planlegger|målet? (?:mitt )?er|sikte på|skal|ambisjon|gjerne)"
            r"(?: \w+){0,4}? (?:lære|bli|utdanne|utdanning|studere|videreutdanne|utvikle meg|få erfaring|få mer|få jobbe|begynne|kurses|ta fagbrev|ta kurs|ta utdanning|jobbe med|jobbe som|jobbe i|arbeide med|arbeide som)\b"
            r"(?P<scope>.*?)(?=;| men | but |$)",
        ),
        (
            Aside.GOAL,
            r"\b(?:would like|would love|want|wants|wish|hope|hoping|plan|planning|aim|aiming|aspire|eager|keen|looking forward|dream)(?: \w+){0,2}? "
            r"(?:learn|learning|become|becoming|study|train|gain|work as|work with|work in|start|develop my)\b(?P<scope>.*?)(?=;| but |$)",
        ),
        (Aside.GOAL, r"\b(?:interested in|interest in) learning\b(?P<scope>.*?)(?=;| but |$)"),
        (Aside.GOAL, r"\b(?:karrieremål|fremtidige mål|framtidige mål|career goals?|my goal|målet mitt|drømmejobben)\b(?P<scope>.*)$"),
        (Aside.NEGATED, r"\b(?:ikke|aldri)\b(?! (?:bare|kun|minst|redd))(?P<scope>.*?)" + CLAUSE_END),
        (Aside.NEGATED, r"\b(?:ingen|null|manglende|lite|lit) (?:\w+ )?(?:erfaring|kunnskap|kjennskap|kompetanse|utdanning|bakgrunn|opplæring|krav)\b(?P<scope>.*?)" + CLAUSE_END),
        (Aside.NEGATED, r"\b(?:mangler|uten|hverken|verken)\b(?P<scope>.*?)" + CLAUSE_END),
        (Aside.NEGATED, r"\b(?:not|never|n't|don't|doesn't|didn't|haven't|hasn't|can't|cannot|isn't|wasn't)\b(?! (?:only|just|least|limited))(?P<scope>.*?)" + CLAUSE_END),
        (Aside.NEGATED, r"\b(?:no|lack|lacks|lacking|zero|little) (?:of )?(?:\w+ )?(?:experience|knowledge|background|training|skills|familiarity|need|requirement)\b(?P<scope>.*?)" + CLAUSE_END),
        (Aside.NEGATED, r"\b(?:without)\b(?P<scope>.*?)" + CLAUSE_END),
        (
            Aside.OTHERS,
            r"(?:^|, |; |mens |og |while |where |der |hvor )(?P<scope>(?:(?:min|mitt|mine|vår|våre|vårt|en|noen|de andre|andre) (?:\w+ )?(?:far|mor|bror|søster|kone|mann|samboer|sjef|leder|kollega|kolleger|kollegaer|medarbeider|medarbeidere|venn|venner|datter|sønn|team|avdeling|ansatte|konsulenter|utviklere|leverandør|leverandører|kunde|kunder)"
            r"|(?:faren|moren|broren|søsteren|kona|mannen|sjefen|lederen|kollegaen|kollegene|kollegaene|teamet|naboen|samboeren|datteren|sønnen|foreldrene|ektefellen|konsulentene|utviklerne|leverandøren|kundene) (?:min|mi|mitt|mine|vår|våre|vårt)"
            r"|(?:my|our|a|some|the other|other) (?:\w+ )?(?:father|mother|brother|sister|wife|husband|partner|boss|manager|colleague|colleagues|coworker|coworkers|friend|friends|daughter|son|consultants|developers|vendor|supplier|customers|clients|team|parents))\b(?! jeg| i )(?:.*?))(?=,|;| men | but | mens jeg | while i |$)",
        ),
        (
            Aside.OTHERS,
            r"\b(?:kolleger|kollegaer|kollegene|utviklere|utviklerne|ingeniører|folk|andre|noen|teamet|konsulenter|firma|firmaer|bedrifter|leverandører|colleagues|developers|engineers|people|others|someone|companies|vendors|suppliers) (?:som|who|that)\b(?P<scope>.*?)" + CLAUSE_END,
        ),
    )
)  # fmt: skip

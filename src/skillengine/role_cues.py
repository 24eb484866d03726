"""
The patterns that tell whose role a title in a text is.

Owns tables only, as patterns over folded words: small letters, nynorsk as bokmål, a comma where a clause ends, and
"jeg" for the English "I" (Norwegian for "in"). Finding titles and weighing what stands around them is for `roles`.
"""

import re

from skillengine.asides import any_of
from skillengine.text import words

OFFERED, ASKED, TITLED = 0.95, 0.95, 0.9
"""How often a title is the writer's role after a cue of work, after "we seek", and as a line's first words."""

WORK = any_of(
    """(?:lærling|jobb|arbeid|stilling|rolle|vikar|praksis|virke|fungert|frilans|tjenestegj|sommerjobb)\\w*;
    erfaring; ansatt; ansettelse; tilsatt; engasjert; engasjement; konstituert; deltid; heltid; utdannelse;
    utdanning; utdannet; utdanna; fagbrev; svennebrev; mesterbrev; autorisasjon; autorisert; godkjent;
    begynte; begynt; startet; karriere; bakgrunn; tid; tiden; år; måneder; work\\w*; experience;
    experienced; employed; position; role; job; career; time; served; serving; trained; qualified;
    certified; licensed; registered; hired; years; months; background; started; began"""
)
TIME_WORDS = words(
    """år åra årene måneder måned uker deltid heltid fulltid fast også lenge først nå siden mange flere noen fem to tre
    fire seks sju ti prosent full time part for over years year months many several i currently mostly mest
    mainly stilling"""
)
"""Words that tell how long and how much, between the work and what it was: jobbet fem år som."""
ARTICLE = r"(?:en |ei |et |an? |the )?"

# Each ends where a title may begin. `gap`: what stands between the work and "som".
OWN_CUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{WORK}(?P<gap>(?: [^\s,]+){{0,7}}?) (?:som|as) {ARTICLE}",
        rf"(?:^|, |\bmen |\bbut )(?:tidligere )?(?:som|as) {ARTICLE}",
        rf"\b(?:siste|siste årene|siste åra|først|senere|seinere|nå|deretter|now|then|later) (?:som|as) {ARTICLE}",
        rf"\b(?:har|jeg|hatt|du|have|had) (?:som|as) {ARTICLE}",
        rf"\b(?:jeg er|jeg var|er jeg|var jeg|har (?:jeg )?vært|du er|er du|jeg am|i'm|jeg was|jeg have been|i've been"
        rf"|you are|you're|are you) {ARTICLE}",
        rf"\bjeg\b[^,]{{0,60}} og (?:er|var) {ARTICLE}",
        rf"^(?:er|var|har vært|been|was) {ARTICLE}",
        rf"\b(?:jeg ble|jeg blei|ble jeg|blei jeg|^ble|^blei|og ble|og blei|så ble|jeg har blitt"
        rf"|jeg became|forfremmet til|rykket opp til"
        rf"|avansert til|opprykk til|promoted to) {ARTICLE}",
        rf"(?:^|, |\b(?:er|som|og|jeg|am|i'm|as|and) )(?:en |an? )?(?:utdannet|utdanna|autorisert|faglært"
        rf"|offentlig godkjent"
        rf"|kvalifisert|nyutdannet|statsautorisert|registrert|pensjonert|sertifisert|qualified|certified|licensed|trained"
        rf"|chartered|registered) {ARTICLE}",
        rf"\b(?:role|position|job) (?:of|as) {ARTICLE}",
        r"\b(?:stilling|stillinger|stillingstittel|yrke|yrker|yrkestittel|tittel|jobbtittel|rolle|roller|position|title"
        r"|role|roles|occupation|profession|jobber), ",
        rf"\b(?:deg|noen|person|kandidater?|en|ei|you|someone) (?:som|who) (?:er|is|are) {ARTICLE}",
    )
)
ASKING_CUES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:søker|søkjer|søke|rekrutterer|ansetter|leter|på jakt|vi trenger|vi ønsker|vi ser|vi vil ansette"
        r"|trenger vi|ønsker vi|ser vi|ledig stilling|ledige stillinger|seeks?|seeking|looking for|hiring|recruiting"
        r"|we need|we want|vacancy)(?: etter| for| som| as)?,? ",
    )
)
ASKED_AFTER = words("""søkes søkast wanted sought""")

# What stands before a cue in the same sentence, and makes the role somebody else's, or not yet one's own.
NOT_YET = re.compile(
    r"\b"
    + any_of(
        """studerer; utdanner (?:meg|seg); omskoler\\w*; under utdanning; utdanne (?:meg|seg); for å bli; vil bli; skal
        bli; drømme\\w*; drøm; på sikt; studying; training (?:to|as); aspiring; future; become; karrieremål;
        målet; håper; hope; hoping; student; studiet; studier"""
    )
    + r"\b"
)
SEEKING = re.compile(
    r"\b(?:søker|søkte|søkt|søke|søkjer|ser etter|leter etter|utkikk|ønsker|ønske|interessert|vil ha|trenger"
    r"|looking for|seeking|applying|apply|applied|interested|want|need)\b"
)
SEEKS_FOR_SELF = re.compile(r"\b(?:jeg|meg|min|mi|mitt|my|i'm)\b")
ASKS_FOR_HELP = re.compile(r"\b(?:jeg|kunde\w*|pasient\w*|bruker\w*|klient\w*|customers?|clients?|patients?)\b")
SOMEBODY_ELSE = re.compile(
    r"\b"
    + any_of(
        """han; hun; he; she; they; hans; hennes; pappa; mamma; mor; far; bestefar; bestemor; farfar; morfar; farmor;
        mormor; onkel; tante; kjæreste\\w*; svigerfar; svigermor; ektemann\\w*; naboen; kompis\\w*;
        kollegaen; sjefen; samboer\\w*; broren; søsteren; dad; mum; mom; father; mother; brother; sister;
        uncle; aunt; neighbour; girlfriend; boyfriend; husband; wife"""
    )
    + r"\b"
)
READER = re.compile(r"\b(?:jeg|du|vi|oss|you|we|us)\b")
READER_WILL = re.compile(
    r"\b(?:du (?:vil|skal|ønsker|kan)|(?:vil|skal|ønsker|har|søker) du|you (?:will|want)|do you)\b"
)
GROUPS_BEFORE_AS = words(
    """fagfolk yrker yrkesgrupper faggrupper yrkesgruppe grupper profesjoner kolleger kollegaer folk ansatte personell
    helsepersonell andre medarbeidere håndverkere slik slike sånn sånne noen en ei person personer dem de han
    hun den det such well same known soon long much just regarded people others professionals colleagues staff
    roles trades jobs"""
)

# Words that may stand between a cue and the title: they say how, not what.
ADJECTIVES = words(
    """erfaren erfarne engasjert engasjerte faglært dyktig dyktige flink flinke fast faste ny nye selvstendig allsidig
    trygg trygge pålitelig fagligsterk senior junior lead tidligere nåværende nyutdannet utdannet autorisert
    autoriserte sertifisert pensjonert kreativ strukturert løsningsorientert serviceinnstilt resultatorientert
    ansvarsbevisst ansvarsfull motivert nøyaktig omsorgsfull utadvendt positiv positive kvalifisert kvalifiserte
    tilkallingsvikar vikar assisterende offentlig godkjent godkjente faglig sterk stødig stødige egen deltids
    heltids frilans lærling nattevakt sommervikar experienced qualified certified registered licensed chartered
    freelance professional trained dedicated skilled motivated reliable creative passionate new former current
    head chief full part time fulltime staff talented"""
)
IN_ASKING = ADJECTIVES | words(
    """og and en ei et to tre fire flere our vår våre til an a the ambisiøs ambisiøse dere ditt vårt team"""
)
BETWEEN_ROLES = words(
    """og eller samt and or senere seinere deretter så som as en ei a an også then later siden tidligere"""
)
AFTER_TITLE = words(
    """i på ved siden sidan since hos for til innen med av fra at in with for of within from ved under og and samt har
    hadde jobbet"""
)
AFTER_VERB_LIKE = words("""i på ved hos for til innen av fra at in of within under har hadde og and samt""")
AT_WORK = words("""hos ved at""")

NOT_ROLES = words(
    """medium escort eskorte modell model extra companion general major minister former farger setter river borer
    graver stiger skifter bærer statist verge critic catcher mover aktivist bud los vakt aks ad rie pt cupper
    stuer klarsynt synsk befal politi promoter copilot fagbrev befrakter vraker snekre gauger cooper brazier
    shunter student lærling"""
)
"""Titles of ESCO that in a text hardly ever name a role when they stand alone."""

LIKE_VERBS = words(
    """leder lærer selger maler baker sveiser fisker trener danser tester utvikler dreier klipper plukker pakker
    stryker syer vever spinner strikker sliper smører polerer nagler lodder trykker feier murer tømrer tegner
    redigerer rengjører veileder planlegger designer verver støper garver gipser lakkerer freser barberer fører
    driver justerer rangerer broderer måler melder slakter nurse cook guide judge coach host pilot groom guard
    tailor butcher escort usher"""
)
"""Titles that are also the present of a verb: what follows must not be what is led, sold or taught."""

EVERYDAY = {
    "snikker": "snekker",
    "nurse": "sykepleier",
    "registered nurse": "sykepleier",
    "teacher": "lærer",
    "developer": "utvikler",
    "software engineer": "programvareutvikler",
    "programmer": "programvareutvikler",
    "programmerer": "programvareutvikler",
    "doctor": "lege",
    "physician": "lege",
    "waiter": "servitør",
    "waitress": "servitør",
    "cleaner": "renholder",
    "truck driver": "lastebilsjåfør",
    "lorry driver": "lastebilsjåfør",
    "salesperson": "selger",
    "caretaker": "vaktmester",
}
"""What people say, and the title to look up where the classification does not have their word."""

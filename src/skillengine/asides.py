"""
The patterns that keep a stretch of text apart: negation, others' work, goals, boilerplate, addresses.

Owns tables only, as patterns over folded words (small letters, nynorsk as bokmål). Applying them is for `spans`.
"""

import re

from skillengine.types import Aside


def any_of(table: str) -> str:
    """A group that matches any phrase of a table; phrases are parted by semicolons and may hold patterns."""
    return "(?:" + "|".join(" ".join(phrase.split()) for phrase in table.split(";") if phrase.strip()) + ")"


# What is never read: addresses on the net, numbers of phones and accounts, dates, street addresses, names of firms.
UNREAD = re.compile(
    r"""\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}
    | \b(?:https?://|www\.)\S{1,300}
    | \b[a-z0-9-]{2,40}\.(?:no|com|org|io|dev)(?:/\S{0,200})?\b
    | (?<!\w)\+?\d[\d\s./–-]{4,18}\d\b
    | \b[A-ZÆØÅ][\w.]{1,30}\ ?(?:gate|gata|gaten|vei|veien|vegen|veg|plass|allé|street|road)?\ \d{1,3}\ ?[A-H]?,
      \ {0,3}\d{4}\ {1,3}[A-ZÆØÅ][^\W\d_]{1,30}
    | \b[A-ZÆØÅ][^\W\d_]{1,30}(?:gate|gata|gaten|veien|vegen|vei|veg)\ \d{1,3}\ ?[A-Z]?\b
    | \b\d{4}\ {1,3}[A-ZÆØÅ][A-ZÆØÅ]{2,30}\b
    | (?:(?<=[,–—-]\ )|(?<=\bhos\ )|(?<=\bved\ )|(?<=\bfor\ )|(?<=\bi\ )|(?<=\bat\ )|(?<=\bwith\ ))
      (?:[A-ZÆØÅ][\w&.'-]{0,30}\ (?:&\ )?){1,4}(?:AS|ASA|SA|ANS|DA|KF|IKS|HF|BA|AB|Ltd|Inc|GmbH)\b""",
    re.VERBOSE,
)

CONTACT_LINE = re.compile(
    r"\s{0,20}"
    + any_of(
        """navn; name; adresse; address; født; fødselsdato; born; date of birth; telefon; tlf; mobil; phone;
        e-?post; e-?mail; nasjonalitet; nationality; sivilstand; sivilstatus; marital status; statsborgerskap;
        citizenship; org\\.? ?nr; referanser; references?; søknadsfrist; deadline"""
    )
    + r"\b[^\n:]{0,12}[:：]|\s{0,20}(?:referanser|references) (?:oppgis|available|on request|kan oppgis)",
    re.IGNORECASE,
)

HEADING_BOILERPLATE = re.compile(
    any_of(
        """vi (?:kan )?tilby[rd]; vi kan by på; hva (?:vi )?(?:kan )?tilby[rd]?(?: vi)?; dette tilbyr vi(?: deg)?;
        vi gir deg; vi tilbyr deg; om oss; om
        (?:bedriften|selskapet|virksomheten|arbeidsgiver|arbeidsgiveren|kommunen); hvem er vi; hvem vi er;
        hvorfor (?:oss|velge oss|jobbe hos oss|begynne hos oss); goder; betingelser; lønn; lønn og betingelser;
        lønns- og arbeidsvilkår; mangfold; mangfold og inkludering; praktisk informasjon; våre verdier; verdiene
        våre; søknad; slik søker du; kontakt; kontaktperson; kontaktinformasjon; kontakt oss; what we offer; we
        offer; about us; about the company; who we are; benefits; our benefits; perks; why (?:us|join us); our
        values; how to apply; contact; diversity; diversity and inclusion; equal opportunities; spørsmål; frist;
        søknadsfrist; vi har; du får; hos oss får du; lønn og vilkår; vilkår; arbeidsvilkår; velferd; questions;
        pay; conditions; perks and benefits; søknad og kontakt; kontakt og søknad"""
    )
)
HEADING_OTHER = re.compile(
    any_of(
        """arbeidsoppgaver; dine (?:arbeids)?oppgaver; oppgaver; ansvarsområder; ansvar; stillingen; om stillingen;
        kvalifikasjoner; krav; vi søker; ønskede kvalifikasjoner; egenskaper; personlige egenskaper; hvem er du;
        din profil; dette kan du; vi ser etter; ferdigheter; kompetanse; erfaring; arbeidserfaring;
        yrkeserfaring; utdanning; språk; kurs; kurs og sertifikater; sertifikater; nøkkelkvalifikasjoner;
        responsibilities; your tasks; tasks; requirements; qualifications; skills; experience; work experience;
        education; languages; the role; your profile; profile; profil; om meg; sammendrag; summary; about me;
        about you; what you will do; what you bring; ansettelser; arbeidsforhold; praksis; utvalgte prosjekter;
        prosjekter; prosjekterfaring; publikasjoner; verv; tillitsverv; frivillig arbeid; annet; diverse;
        personalia; curriculum vitae; cv; nøkkelkompetanse; it-ferdigheter; dataferdigheter; sertifiseringer; karriere;
        projects; selected projects; publications; volunteering; volunteer work; certifications; employment;
        employment history; additional information"""
    )
)

PLACE_OF_WORK = any_of(
    """\\w*selskapet; \\w*bedriften; \\w*bedrifta; \\w*konsernet; \\w*virksomheten; firmaet; \\w*kommunen;
    \\w*sykehuset; \\w*hjemmet; \\w*skolen?; \\w*barnehagen; \\w*fabrikken; gården; \\w*salongen;
    \\w*entreprenøren; \\w*klinikken; \\w*hotellet; \\w*butikken; \\w*verkstedet; \\w*etaten; \\w*senteret;
    \\w*kontoret; \\w*restauranten; \\w*museet; \\w*rederiet; \\w*anlegget; \\w*huset; the
    (?:company|group|hospital|school|factory|farm|hotel|firm|business)"""
)
ASKING = any_of(
    """søker; trenger; ønsker; leter; ser etter; vil ha; du; deg; din; ditt; dine; jeg; meg; seeks?; needs?;
    looking; you; your"""
)
EMPLOYER = any_of("selskapet; bedriften; konsernet; virksomheten; firmaet; vi; kommunen; sykehuset; arbeidsgiveren")
# A sentence that matches any of these is about the employer, not about what anybody can do.
BOILERPLATE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:konkurransedyktig|konkurransedyktige|god|gode) (?:lønn|betingelser|lønns|pensjons|forsikrings)",
        r"\b"
        + any_of(
            """pensjon; pensjonsordning; pensjonsordninger; innskuddspensjon; forsikringsordning;
            forsikringsordninger; personalforsikring; bonusordning; aksjeprogram; fleksibel arbeidstid;
            fleksitid; hjemmekontor; bedriftshytte; treningsmuligheter; firmatur; lønnstrinn; lønn etter; lønn
            iht"""
        )
        + r"\b",
        r"\b(?:vi tilbyr|vi kan tilby|vi gir deg|hos oss får du|kan vi tilby|tilbyr deg|vi byr på)\b",
        r"\b"
        + any_of(
            """mangfold; mangfoldig; inkluderende arbeids\\w*; ia virksomhet; ia bedrift; positiv særbehandling;
            hull i cv(?:en)?; uavhengig av (?:kjønn|alder|etnisk|bakgrunn); (?:uansett|uavhengig av) (?:\\w+
            ){0,3}(?:alder|kjønn|etnisitet); flerkulturell bakgrunn; etnisk bakgrunn; kulturell bakgrunn;
            funksjonsnedsettelse; nedsatt funksjonsevne"""
        )
        + r"\b",
        r"\b(?:oppfordrer|inviterer) (?:alle )?(?:kvalifiserte|kvinner|personer|kandidater)",
        rf"\b{EMPLOYER} (?:ble|er|har) (?:\w+ )?"
        + any_of(
            """etablert; grunnlagt; stiftet; startet; sertifisert; stolte; en av; et av; landets; norges; nordens;
            verdens; ledende; om lag; ca; over; rundt; cirka; kontorer; hovedkontor; lokalisert"""
        )
        + r"\b",
        rf"^{PLACE_OF_WORK} (?:vår |vårt |våre )?\w+(?! deg)(?!.*\b{ASKING}\b)",
        rf"^{PLACE_OF_WORK} (?:vår|vårt|våre) ",
        r"\b"
        + any_of(
            """foreldrepermisjon; fødselspermisjon; permisjon; sykmeldt; sykemeldt; permittert;
            førstegangstjeneste; sivilstatus; ledig fra; kan (?:begynne|tiltre|byrje|starte) ; oppseiing;
            oppsigelsestid; oppstart snarest; arbeidstid; åpningstider; overenskomsten; startlønn; lønna;
            provisjon; attester; karakterutskrift; født i; fødd; oppvokst; vokst opp; vaks opp; oppvaksen;
            bosatt; barnebarn; fritid; fritida; fritiden; hobbyer; gift; sambuar; samboer; send cv; ring gjerne;
            residence permit; available from; maternity leave; sick leave; marital; hobbies"""
        )
        + r"\b",
        r"\b(?:we welcome|we pay|we cover|we encourage) ",
        r"\b"
        + any_of(
            """søknad(?:en|er)? (?:med|merkes|behandles|vurderes|leveres|og cv); merk(?:es)? søknaden; cv (?:på|via|og
            søknad); send (?:oss )?(?:en )?(?:cv|mail|melding|epost|e post|noen ord); fristen er; søk (?:innen|via|her);
            søke (?:jobben|stillingen); spørsmål (?:om|rundt|til) (?:stillingen|jobben); (?:spørsmål|søknad|søknader)
            (?:kan )?rettes; har du spørsmål; ta kontakt på; (?:mer|nærmere) (?:info|opplysninger); opplysninger om
            stillingen; den som (?:ansettes|blir ansatt|får jobben|får stillingen); (?:må|skal) oversettes; legges ved;
            intervju(?:er)? (?:holdes|gjennomføres|blir|skjer); gjenspeile (?:befolkningen|samfunnet|mangfoldet);
            rekruttere (?:flere )?(?:kvinner|menn); (?:stillingen|du) (?:vil )?rapporterer? (?:til|direkte); to apply;
            apply (?:with a|by|via|here|before); (?:position|you) (?:will )?reports? (?:directly )?to; housing (?:is
            )?(?:provided|available|included); accommodation (?:is )?(?:provided|included); gratis; free
            (?:coffee|parking|gym); oppgis på forespørsel; gjør oppmerksom på; søknader via"""
        )
        + r"\b",
        r"\b"
        + any_of(
            """pensjonskasse; tjenestepensjon; lovpålagte forsikringer; gode forsikringer; ansiennitet; avtalefestet;
            lønn (?:som|fra|mellom|kode|avtales|forhandles|i henhold|i samsvar); vi dekker; dekker
            (?:verktøy|klær|arbeidsklær|utgifter|flytting|bolig); barnehageplass; personalbolig; hjelp til bolig;
            (?:skaffer|ordner) bolig; hyttetur; gode kolleger; vi er \\d+ (?:ansatte|kolleger|medarbeidere|stykker);
            \\d+ (?:ansatte|årsverk); alle ansatte; ansatte (?:har|får) rett;
            nyansatte får; treningssenter; dopingtest; rusmiddeltest; rustest; oppstart
            (?:uke|etter|i|så|snarest|\\d+); etter avtale"""
        )
        + r"\b",
        r"\b"
        + any_of(
            """til salgs; selges (?:pga|billig|rimelig|samlet|grunnet); pent brukt; lite brukt; prisantydning;
            høystbydende; gis bort; for sale; hardly used"""
        )
        + r"\b",
        r"^(?:lønn\b(?! og| for|s)|frist\b)",
        r"\b(?:norges|nordens|verdens|europas|landets) (?:største|ledende|fremste|eldste|mest)\b",
        r"\bhar (?:om lag |ca |over |rundt |cirka )?\d* ?(?:ansatte|medarbeidere|kontorer|butikker)\b",
        r"\b"
        + any_of(
            """omsetning på; børsnotert; hovedkontor; søknadsfrist; tiltredelse; bakgrunnssjekk; prøvetid;
            offentlig søkerliste; offentleglova; offentlighetsloven; politiattest; søknad sendes; send søknad;
            søk på stillingen; spørsmål om stillingen; vi gleder oss; vi ser frem til; velkommen som søker"""
        )
        + r"\b",
        r"\b"
        + any_of(
            """competitive (?:salary|pay|wages|compensation); pension; health insurance; parental leave; paid time
            off; paid leave; stock options; flexible hours; flexible working; free lunch; work life balance;
            bonus scheme; 401k; we offer; we provide you; you will get; you'll get; what you get; in return"""
        )
        + r"\b",
        r"\b"
        + any_of(
            """equal opportunity; equal opportunities; regardless of; celebrate diversity; value diversity; diverse
            and inclusive; diversity and inclusion; inclusive workplace; reasonable accommodation; without
            regard to; veteran status; sexual orientation; gender identity; all qualified applicants; qualified
            candidates"""
        )
        + r"\b",
        r"\b"
        + any_of(
            """founded in; established in; headquartered; headquarters; market leader; leading
            (?:provider|supplier|company|global); one of the (?:largest|leading|world); employees
            (?:across|worldwide); \\d+ employees in; offices in; apply now; application deadline; send your
            (?:cv|application); we look forward"""
        )
        + r"\b",
    )
)

TO_CLAUSE_END = r"(?P<scope>.*?)(?=,|;| men | but | derimot | however |$)"
TO_SENTENCE_END = r"(?P<scope>.*?)(?=;| men | but |$)"
KNOWING = any_of(
    """erfaring; erfaringer; kunnskap; kunnskaper; kjennskap; kompetanse; utdanning; bakgrunn; opplæring; krav;
    behov; experience; knowledge; background; training; skills; familiarity; need; requirement; requirements"""
)
WISH = any_of(
    """vil(?! du\\b)(?! dere\\b)(?! vi\\b); ønsker(?! du\\b)(?! vi\\b); håper; drømmer; drøm; lyst; kunne tenke
    meg; tenker; planlegger; målet? (?:mitt )?er; sikte på; skal; ambisjon; gjerne"""
)
TO_BE = any_of(
    """lære; bli; utdanne; utdanning; studere; videreutdanne; videreutdanning; utvikle meg; få erfaring; få mer; få
    jobbe; begynne; kurses; ta fagbrev; ta kurs; ta sertifikat; jobbe med; jobbe som; jobbe i; arbeide med;
    arbeide som; arbeide i; læreplass; få fagbrev; komme inn; omskolere meg"""
)
WISH_ENGLISH = any_of(
    """would like; would love; want; wants; wish; hope; hoping; plan; planning; aim; aiming; aspire; eager; keen;
    looking forward; dream"""
)
TO_BE_ENGLISH = any_of(
    """learn; learning; become; becoming; study; train; gain; work as; work with; work in; start; develop my; get
    into"""
)
KIN = any_of(
    """far; mor; bror; søster; kone; mann; samboer; ektefelle; sjef; leder; kollega; kolleger; kollegaer;
    medarbeider; medarbeidere; venn; venner; datter; sønn; team; avdeling; ansatte; konsulenter; utviklere;
    leverandør; leverandører; kunde; kunder; nabo; foreldre; romkamerat; kamerat; kompis; venninne; kjæreste; onkel;
    tante; svoger; svigerfar; svigermor; bestefar; bestemor; kusine; fetter"""
)
KIN_DEFINITE = any_of(
    """ektemannen; faren; moren; broren; søsteren; kona; kone; mannen; sjefen; lederen; kollegaen; kollegene;
    kollegaene; teamet; naboen; samboeren; datteren; sønnen; foreldrene; ektefellen; konsulentene; utviklerne;
    leverandøren; kundene"""
)
KIN_ENGLISH = any_of(
    """father; mother; brother; sister; wife; husband; partner; boss; manager; colleagues?; coworkers?; friends?;
    daughter; son; consultants; developers; vendor; supplier; customers; clients; team; parents; flatmate; roommate;
    uncle; aunt; cousin; girlfriend; boyfriend; neighbour; grandfather; grandmother"""
)
OTHERS = any_of(
    """kolleger; kollegaer; kollegene; utviklere; utviklerne; ingeniører; folk; andre; teamet; konsulenter;
    firmaer; bedrifter; leverandører; colleagues; developers; engineers; people; others; someone; companies;
    vendors; suppliers"""
)
SOMEBODY_ELSE = any_of(
    rf"""(?:min|mitt|mine|vår|våre|vårt|en|de andre|andre) (?:\w+ )?{KIN}; {KIN_DEFINITE}
    (?:min|mi|mitt|mine|vår|våre|vårt); (?:my|our|a|some|the other|other) (?:\w+ )?{KIN_ENGLISH}"""
)

# Each cue and how far it reaches: `scope` is what is kept apart.
ASIDE_CUES = tuple(
    (aside, re.compile(pattern))
    for aside, pattern in (
        (Aside.GOAL, rf"\b(?:jeg )?{WISH}(?: \w+){{0,4}}? {TO_BE}\b" + TO_SENTENCE_END),
        (Aside.GOAL, r"\b(?:bestemt meg for å|skal begynne|bør|må) (?:\w+ ){0,3}?(?:lære|bli|ta)\b" + TO_SENTENCE_END),
        (
            Aside.GOAL,
            r"\b(?:trenger|treng) (?:mer|meir) (?:kunnskap|erfaring|kompetanse|opplæring)\b" + TO_SENTENCE_END,
        ),
        (Aside.GOAL, r"^(?:om noen år|etter hvert|på sikt|på lang sikt|neste steg)\b" + TO_SENTENCE_END),
        (
            Aside.GOAL,
            r"\b(?:omskolering til|omskolerer meg til|søker læreplass|retraining (?:to|as))\b" + TO_SENTENCE_END,
        ),
        (Aside.GOAL, rf"\b{WISH_ENGLISH}(?: \w+){{0,2}}? {TO_BE_ENGLISH}\b" + TO_SENTENCE_END),
        (Aside.GOAL, r"\b(?:interested in|interest in) learning\b" + TO_SENTENCE_END),
        (Aside.GOAL, r"\b(?:karrieremål|fremtidige mål|career goals?|my goal|målet mitt|drømmejobben)\b(?P<scope>.*)$"),
        (Aside.NEGATED, r"\b(?:ikke|aldri)\b(?! (?:bare|kun|minst|redd))" + TO_CLAUSE_END),
        (Aside.NEGATED, r"\b(?:hvis|om|dersom) jeg (?:bare )?(?:kunne|hadde|var)\b" + TO_CLAUSE_END),
        (Aside.NEGATED, r"\b(?:if i (?:could|knew|had|were)|i wish i)\b" + TO_CLAUSE_END),
        (Aside.NEGATED, rf"\b(?:ingen|null|manglende|lite) (?:\w+ )?{KNOWING}\b" + TO_CLAUSE_END),
        (Aside.NEGATED, r"\b(?:mangler|uten|hverken|verken)\b" + TO_CLAUSE_END),
        (
            Aside.NEGATED,
            r"\b(?:not|never|don't|doesn't|didn't|haven't|hasn't|can't|cannot|isn't|wasn't)\b"
            r"(?! (?:only|just|least|limited))" + TO_CLAUSE_END,
        ),
        (Aside.NEGATED, rf"\b(?:no|lack|lacks|lacking|zero|little) (?:of )?(?:\w+ )?{KNOWING}\b" + TO_CLAUSE_END),
        (Aside.NEGATED, r"\bwithout\b" + TO_CLAUSE_END),
        (
            Aside.OTHERS,
            rf"(?:^|, |; |\b(?:mens|og|while|where|der|hvor) )(?P<scope>{SOMEBODY_ELSE}\b(?! jeg| i ).*?)"
            r"(?=,|;| men | but | mens jeg | while i |$)",
        ),
        (Aside.OTHERS, rf"\b{OTHERS} (?:som|who|that)\b" + TO_CLAUSE_END),
        (
            Aside.OTHERS,
            r"\b(?:leverandøren|konsulentene|legene|elevene|de andre) (?:sto|står|gjorde|tok|driver|drev)\b"
            + TO_CLAUSE_END,
        ),
        (Aside.OTHERS, r"\b(?:det er|det var) (?:han|hun|de) som\b" + TO_CLAUSE_END),
    )
)

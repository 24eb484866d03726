"""The words that CVs are divided by, in bokmål, nynorsk and English. Tables only."""

from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """What a part of a CV is about."""

    WORK = "work"
    EDUCATION = "education"
    VOLUNTARY = "voluntary"
    CARE = "care"
    PROJECT = "project"
    CREDENTIAL = "credential"
    LANGUAGE = "language"
    SKILL = "skill"
    SUMMARY = "summary"
    CONTACT = "contact"
    REFERENCES = "references"
    OTHER = "other"


HEADINGS: Final[dict[Part, str]] = {
    Part.WORK: """
        arbeidserfaring; yrkeserfaring; jobberfaring; erfaring; relevant erfaring; relevant arbeidserfaring; praksis;
        annen arbeidserfaring; anna arbeidserfaring; arbeid; jobber; jobbar; ansettelser; stillinger; karriere;
        yrkespraksis; arbeidspraksis; yrkesliv; arbeidshistorikk; arbeidsforhold; arbeidsrøynsle; røynsle; yrkesrøynsle;
        yrkesbakgrunn; annen erfaring; work experience; professional experience; experience; employment;
        employment history; work history; career; career history; relevant experience; other experience; internships
    """,
    Part.EDUCATION: """
        utdanning; utdannelse; utdanning og kvalifikasjoner; utdanning og kvalifikasjonar; skole; skolegang; skule;
        skulegang; studier; studium; formell utdanning; akademisk bakgrunn; education; education and training;
        academic background; studies; qualifications; academic qualifications
    """,
    Part.VOLUNTARY: """
        frivillig arbeid; frivillig; frivillighet; frivilligheit; frivillig innsats; frivillig erfaring; verv;
        tillitsverv; verv og frivillig arbeid; frivillig arbeid og verv; organisasjonserfaring; organisasjonsarbeid;
        styreverv; dugnad; volunteering; volunteer work; volunteer experience; voluntary work; board positions;
        voluntary experience; positions of trust
    """,
    Part.CARE: """
        omsorgsarbeid; omsorg; omsorg for familie; omsorgsoppgaver; omsorgsoppgåver; permisjoner; permisjonar;
        care work; caring responsibilities; family care
    """,
    Part.PROJECT: """
        prosjekter; prosjekt; prosjektar; utvalgte prosjekter; utvalde prosjekt; prosjekterfaring; projects;
        selected projects; project experience
    """,
    Part.CREDENTIAL: """
        kurs; kurs og sertifikater; kurs og sertifikat; kurs og sertifiseringer; kurs og sertifiseringar; sertifikater;
        sertifikat; sertifiseringer; sertifiseringar; kurs og fagbrev; fagbrev; sertifikater og kurs; autorisasjoner;
        autorisasjonar; autorisasjon; lisenser; førerkort; førarkort; kurs og etterutdanning; etterutdanning;
        videreutdanning; vidareutdanning; kurs og videreutdanning; bevis; kompetansebevis; certificates; certifications;
        courses; courses and certificates; licenses and certifications; licences and certifications; licenses; licences;
        training; courses and certifications; driving licence; driving license
    """,
    Part.LANGUAGE: """
        språk; språkkunnskaper; språkkunnskapar; språkferdigheter; språkferdigheiter; språkkompetanse; languages;
        language skills; language
    """,
    Part.SKILL: """
        ferdigheter; ferdigheiter; kompetanse; nøkkelkompetanse; kjernekompetanse; it-kunnskaper; it-kunnskapar;
        datakunnskaper; datakunnskapar; it-kompetanse; ikt-kompetanse; dataferdigheter; it-ferdigheter;
        dataferdigheiter; kunnskaper; kunnskapar; verktøy; teknologier; teknologiar; faglige ferdigheter;
        faglege ferdigheiter;
        tekniske ferdigheter; tekniske ferdigheiter; personlige egenskaper; personlege eigenskapar; egenskaper;
        eigenskapar; skills; key skills; core skills; technical skills; it skills; computer skills; competencies;
        competences; tools; technologies; top skills; ferdigheter og kompetanse; øvrig kompetanse; annen kompetanse;
        anna kompetanse; digital skills; soft skills
    """,
    Part.SUMMARY: """
        om meg; profil; kort om meg; litt om meg; sammendrag; samandrag; sammendrag av kvalifikasjoner; oppsummering;
        nøkkelkvalifikasjoner; nøkkelkvalifikasjonar; kvalifikasjoner; kvalifikasjonar; personlig profil;
        personleg profil; hvem er jeg; kven er eg; introduksjon; about; about me; profile; summary; personal profile;
        professional summary; personal statement; executive summary; career objective; objective
    """,
    Part.CONTACT: """
        kontakt; kontaktinformasjon; kontaktopplysninger; kontaktopplysningar; personalia; personopplysninger;
        personopplysningar; personlig informasjon; personleg informasjon; contact; contact details;
        contact information; personal details; personal information
    """,
    Part.REFERENCES: """
        referanser; referansar; referanse; referansepersoner; referansepersonar; references; referees
    """,
    Part.OTHER: """
        interesser; interesser og hobbyer; fritid; fritidsinteresser; fritidsinteressar; interessar; hobbyer; hobbyar;
        annet; anna; diverse; øvrig; interests; hobbies; hobbies and interests; other; miscellaneous; publikasjoner;
        publikasjonar; publications; priser; prisar; utmerkelser; utmerkingar; awards; honors; honours; militærtjeneste;
        militærteneste; førstegangstjeneste; førstegongsteneste; verneplikt; military service; vedlegg; attachments
    """,
}
HEADING: Final = {word.strip(): part for part, words in HEADINGS.items() for word in words.split(";") if word.strip()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES_OF_A_CV: Final = frozenset({"cv", "curriculum vitae", "resume", "résumé", "min cv", "søknad", "livsløp"})

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb febr",
            "mars march mar mrs",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS: Final = (
    "våren",
    "vår",
    "sommeren",
    "sommaren",
    "sommer",
    "sumar",
    "høsten",
    "hausten",
    "høst",
    "haust",
    "vinteren",
    "vinter",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
)
NOW: Final = (
    "d.d.",
    "d.d",
    "dd.",
    "dd",
    "dags dato",
    "i dag",
    "idag",
    "nå",
    "no",
    "nåværende",
    "noverande",
    "pågående",
    "pågåande",
    "fortsatt",
    "framleis",
    "present",
    "current",
    "now",
    "today",
    "ongoing",
    "to date",
    "dato",
)
UNTIL: Final = ("til og med", "t.o.m.", "frem til", "fram til", "til", "until", "till", "to")
SINCE: Final = ("fra og med", "f.o.m.", "fra", "frå", "siden", "sidan", "from", "since")

ORGANISATIONS: Final = _words(
    """
        as asa ba sa da enk ans ks gmbh ab oy ltd inc plc llc kommune fylkeskommune universitet universitetet
        university høgskole høyskole høgskolen høyskolen høgskule høgskulen college skole skolen skule skulen
        school barneskole ungdomsskole barnehage sykehus sykehuset sjukehus sjukehuset hospital hospitalet
        helseforetak sykehjem sjukeheim omsorgssenter legesenter bedrift butikk hotell hotel restaurant kafé
        kafe cafe ntnu uio uib uit hvl oslomet nav nrk forsvaret politiet direktorat direktoratet departement
        departementet etat etaten forening foreningen foreining forbund idrettslag røde kors institutt
        instituttet institute stiftelse stiftelsen foundation company group gruppen bank forsikring verksted
        verkstad bakeri coop rema kiwi meny extra ikea equinor telenor posten bring studentsamskipnaden elkjøp
        bunnpris vinmonopolet statoil hydro statkraft dnb sintef videregående vidaregåande fagskole fagskolen
    """
)
QUALIFICATIONS: Final = _words(
    """
        bachelor master mastergrad bachelorgrad phd ph.d. doktorgrad fagbrev svennebrev studiekompetanse
        vitnemål vitnemal studiespesialisering studiespesialiserande årsstudium linje fag studie grunnfag
        cand.mag. siv.ing. sivilingeniør ingeniør sykepleie sjukepleie diplom diploma degree bsc msc ba ma mba
        certificate yrkesfag påbygg påbygging etterutdanning videreutdanning hovedfag mellomfag allmennfag
        helsefag
    """
)
ROLE_ENDINGS: Final = (
    "leder",
    "leiar",
    "pleier",
    "pleiar",
    "arbeider",
    "arbeidar",
    "medarbeider",
    "medarbeidar",
    "konsulent",
    "ingeniør",
    "lærer",
    "lærar",
    "sekretær",
    "utvikler",
    "utviklar",
    "assistent",
    "sjåfør",
    "selger",
    "seljar",
    "sjef",
    "direktør",
    "mekaniker",
    "mekanikar",
    "montør",
    "vikar",
    "lærling",
    "rådgiver",
    "rådgivar",
    "koordinator",
    "kokk",
    "baker",
    "bakar",
    "operatør",
    "fagarbeider",
    "hjelp",
    "vert",
    "vakt",
    "snekker",
    "snikkar",
    "tømrer",
    "tømrar",
    "rørlegger",
    "elektriker",
    "elektrikar",
    "trener",
    "trenar",
    "veileder",
    "rettleiar",
    "kontaktlærer",
    "renholder",
    "reinhaldar",
    "servitør",
    "fysioterapeut",
    "terapeut",
    "psykolog",
    "lege",
    "jurist",
    "advokat",
    "økonom",
    "revisor",
    "frisør",
    "designer",
    "manager",
    "engineer",
    "developer",
    "assistant",
    "consultant",
    "teacher",
    "nurse",
    "driver",
    "director",
    "analyst",
    "officer",
    "worker",
    "coordinator",
    "specialist",
    "technician",
    "representative",
    "intern",
    "trainee",
    "ansvarlig",
    "ansvarleg",
    "ekspeditør",
    "kasserer",
    "kasserar",
    "medlem",
    "formann",
    "instruktør",
    "tillitsvalgt",
    "tillitsvald",
    "sveiser",
    "sveisar",
    "fagleder",
    "forsker",
    "forskar",
    "journalist",
    "redaktør",
    "barnepasser",
    "omsorgsperson",
)

MOTHER_TONGUE: Final = (
    "morsmål",
    "native",
    "mother tongue",
    "førstespråk",
    "first language",
    "tospråklig",
    "bilingual",
)
CEFR: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
FLUENCY: Final[tuple[tuple[str, str], ...]] = (
    ("full professional", "C1"),
    ("professional working", "B2"),
    ("limited working", "B1"),
    ("elementary", "A2"),
    ("flytende", "C1"),
    ("flytande", "C1"),
    ("fluent", "C1"),
    ("svært god", "C1"),
    ("meget god", "C1"),
    ("veldig god", "C1"),
    ("very good", "C1"),
    ("excellent", "C1"),
    ("advanced", "C1"),
    ("avansert", "C1"),
    ("god", "B2"),
    ("good", "B2"),
    ("bra", "B2"),
    ("intermediate", "B1"),
    ("middels", "B1"),
    ("mellomnivå", "B1"),
    ("noe", "A2"),
    ("noko", "A2"),
    ("litt", "A2"),
    ("grunnleggende", "A2"),
    ("grunnleggjande", "A2"),
    ("basic", "A2"),
    ("beginner", "A1"),
    ("nybegynner", "A1"),
    ("nybyrjar", "A1"),
)
"""The first words that are found decide. People see the level before it is kept, and can change it."""

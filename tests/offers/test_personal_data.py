"""Titles are kept for ever: nothing by which anybody is named or reached may be left in one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.personal_data import cleaned, holds_personal_data, without_comment

# A datum is a word: what is around it does not go on with it.
AROUND = st.text(max_size=20)
SEPARATORS = (
    *("", " ", ".", "-", "/", "_", ",", " . ", "\n", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}"),
    *("\N{NARROW NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}", "\N{ZERO WIDTH SPACE}"),
)
OVERSEAS = ["590", "594", "596", "262"]
PACIFIC = ["508", "681", "687", "689"]
WORDS = st.from_regex(r"[a-z][a-z0-9]{1,8}(-[a-z]{2,4})?", fullmatch=True)


@st.composite
def telephones(draw):
    """French numbers, in pairs or as they come, with and without the country."""
    between = draw(st.sampled_from(SEPARATORS))
    digits = draw(st.text("0123456789", min_size=8, max_size=8))
    pairs = between.join([digits[n : n + 2] for n in range(0, 8, 2)])
    area = draw(st.sampled_from("123456789"))
    country = draw(st.sampled_from(["33", *OVERSEAS]))
    plus = draw(st.sampled_from(["+{}", "00{}", "(+{})", "00 {}", "+ {}"])).format(country)
    forms = [
        f"0{area}{between}{pairs}",
        f"(0{area}){between}{pairs}",
        f"{plus}{between}{area}{between}{pairs}",
        f"{plus} (0){area}{between}{pairs}",
        f"{plus}(0) {area} {pairs}",
        f"0{draw(st.sampled_from(OVERSEAS))}{between}{pairs[: 6 + 2 * len(between)]}",
        f"+{draw(st.sampled_from(PACIFIC))}{between}{pairs[: 6 + 2 * len(between)]}",
        f"0{area} {digits[:2]} {digits[2:5]} {digits[5:]}",
        f"0 {area}{digits[:2]} {digits[2:5]} {digits[5:]}",
        f"33{between}{area}{between}{pairs}",
        f"tél{draw(st.sampled_from([' ', '. ', ' : ', '.: ']))}{digits[:4]}",
        f"Téléphone : {digits[:2]} {digits[2:4]}",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def addresses(draw):
    one, other, host = draw(WORDS), draw(WORDS), draw(WORDS)
    at = draw(st.sampled_from(["(at)", "[at]", " (AT) ", "{at}", "(a)", " [arobase] "]))
    dot = draw(st.sampled_from([".", "[dot]", " (point) "]))
    forms = [
        f"{one}.{other}@{host}.fr",
        f"{one}@{host}",
        f"{one.upper()}@{host.upper()}.COM",
        f"{one}+{other}@mail.{host}.gouv.fr",
        f"{one} @ {host}.org",
        f"{one}{at}{host}{dot}fr",
        f"{one} AT {host} DOT fr",
        f"{one} arobase {host} point fr",
        f"mailto:{one}@{host}.fr",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def links(draw):
    host, path = draw(WORDS), draw(WORDS)
    ending = draw(st.sampled_from(["fr", "com", "net", "re", "nc", "bzh", "jobs"]))
    forms = [
        f"http://{host}",
        f"HTTPS://{host}.{ending}/{path}?a=b#c",
        f"ftp://{host}/",
        f"www.{host}.{ending}",
        f"{host}-recrute.{ending}/{path}",
        f"{path}.{host}-recrute.{ending}",
        f"{host}-emploi.info",
    ]
    return draw(st.sampled_from(forms))


@given(AROUND, telephones() | addresses() | links(), AROUND)
def test_no_personal_data_is_left_wherever_it_stood(before, datum, after):
    text = f"{before} {datum} {after}"
    assert holds_personal_data(text)
    title = cleaned(text)
    assert datum not in title
    assert not holds_personal_data(title)


@pytest.mark.parametrize(
    "datum",
    [
        *(
            "bit.ly/3xYz",
            "BIT.LY/X",
            "lnkd.in/abc",
            "forms.gle/AbC",
            "linktr.ee/acme",
            "t.me/acme",
        ),
        *("acme.xyz/jobs", "acme.cloud", "acme.de", "Acme.app", "wa.me/33612345678", "@acme_rh"),
        *("06 | 12 | 34 | 56 | 78", "06:12:34:56:78", "06;12;34;56;78", "06*12*34*56*78"),
        *("O6 12 34 56 78", "06\\12\\34\\56\\78"),
    ],
)
def test_rarer_links_and_numbers(datum):
    assert cleaned(f"Vendeur {datum}") == "Vendeur"


@given(st.text(), st.lists(st.text(max_size=8), max_size=3))
def test_cleaned_once_is_cleaned_for_good(text, names):
    title = cleaned(text, names)
    assert cleaned(title, names) == title


@given(st.text("06 .-/@12acme()\ud800\0", max_size=200))
def test_what_looks_like_personal_data_all_over(text):
    title = cleaned(text, ["ac me", "c"])
    assert cleaned(title, ["ac me", "c"]) == title
    assert not holds_personal_data(title)


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud83d", "a" * 100_000, "1 " * 100_000, "@." * 99_999]
)
def test_any_text_will_do(text):
    assert cleaned(text, [text, "", "\ud83d", "\0"]) is not None
    holds_personal_data(text)


NORMAL = """
Vendeur (H/F) 35h 2 500 € 12 mois
CDI 39h/semaine
M1805 - Études et développement informatique
Poste 123456 - réf 2025-2132330
Mensuel de 1824.00 Euros sur 12 mois
Annuel de 35000.0 Euros à 45000.0 Euros sur 13.0 mois
CDD du 01/02/2026 au 30/06/2026
CDD 01/02/2026 - 31/12/2026
CDD 2026-02-01 - 2026-12-31
CDD 01/09/26 - 31/08/27
Alternance 09/2026 - 08/2027, rentrée 09 2026 - 07 2027
Développeur ASP.NET / C#.NET / .NET Core / développeur.net (H/F)
Chargé.e d'études, conseiller.ère, vendeur.se, infirmier.re, apprenti.es
Chef de secteur 01 - 38 - 69
Bac +5 - 35 000 - 45 000 €
30 000 - 35 000 - 40 000 €
Équipe 3x8, 5h00-13h00 / 13h00-21h00
Lead Tech Django H/F @IA & Data
Télévente 2026, télétravail 2 jours
Point de vente (H/F) - dotation voiture
  Consultant  SSCT -  (H/F)
C++ / Node.js / Vue.js / R&D
Agent.de sécurité, node.js/react, M.I.A., C.D.I, D.E.A.E.S/AMP, n.c, H.F, 35h/sem
vendeur.se/caissier.ère, employé.es/salarié.es, infirmier.re/aide, Tech.IT/Support, Resp.RH
Équipes 06:00-14:00 / 14:00-22:00, 06:00-14:00;14:00-22:00
""".strip("\n").splitlines()


@pytest.mark.parametrize("title", NORMAL)
def test_normal_titles_stay_to_the_letter(title):
    assert cleaned(title) == title
    assert cleaned(title, ["ACME SARL", "ACME - M. Jean DUPONT", "H & F", "", "SA", "-"]) == title
    assert not holds_personal_data(title)


def test_no_real_title_nor_label_is_taken_for_personal_data(real_offers):
    def texts(value):
        match value:
            case str():
                yield value
            case dict():
                for name, inner in value.items():
                    if name != "description" and not name.startswith("date"):
                        yield from texts(inner)
            case list():
                for inner in value:
                    yield from texts(inner)
            case _:
                pass

    labels = set(texts(real_offers))
    assert len(labels) > 3000
    assert not {label for label in labels if holds_personal_data(label) or cleaned(label) != label}


@pytest.mark.parametrize(
    ("title", "names", "expected"),
    [
        ("Vendeur chez Acme (H/F)", ["ACME S.A.R.L."], "Vendeur (H/F)"),
        ("Vendeur - ACME SARL - Lyon", ["Acme"], "Vendeur - Lyon"),
        ("Vendeur (Acme)", ["S.A.S. ACME"], "Vendeur"),
        ("Vendeur L'ORÉAL", ["Loreal SA"], "Vendeur"),
        ("Ouvrier Cœur de Lyon", ["COEUR DE LYON"], "Ouvrier"),
        ("Vendeur Acme-Services | H/F", ["Acme Services SASU"], "Vendeur | H/F"),
        ("Acmeur Acmes (H/F)", ["Acme"], "Acmeur Acmes (H/F)"),
        ("Vendeur @Acme", ["ACME"], "Vendeur"),
        ("Assistant de M. Jean DUPONT", ["ACME - M. Jean DUPONT"], "Assistant de"),
        ("Chez Acme, Dupont Jean", ["ACME - M. Jean DUPONT"], ""),
        ("Garde chez Mme Dupont-Durand", ["Mme Marie DUPONT-DURAND"], "Garde"),
        ("Employé de J. Dupont", ["M. JEAN DUPONT"], "Employé de"),
        ("Architecte - Groupe CCPA", ["Groupe CCPA"], "Architecte"),
        ("Maçon Paul Martin", ["MARTIN PAUL"], "Maçon"),
        ("Maçon chez P. Martin", ["MARTIN PAUL"], "Maçon"),
        ("Maçon Martin Paul", ["ENT MARTIN PAUL"], "Maçon"),
        ("Maçon Jean Le Goff", ["LE GOFF JEAN EI"], "Maçon"),
        ("Maçon Acme", ["GROUPE ACME FRANCE"], "Maçon"),
        ("Vendeur à Lyon H/F", ["ACME LYON"], "Vendeur à Lyon H/F"),
        ("Aide à domicile", ["AIDE DOMICILE"], "Aide à domicile"),
        (
            "Technicien air, secteur Sud",
            ["AIR FRANCE", "SUD FRANCE"],
            "Technicien air, secteur Sud",
        ),
        # What is a word of jobs as well is no name by itself, but as a whole it is.
        ("Agent logistique (H/F)", ["ACME - LOGISTIQUE"], "Agent logistique (H/F)"),
        ("Boucher (H/F)", ["ACME - M. Jean BOUCHER"], "Boucher (H/F)"),
        ("Apprenti de Jean Boucher", ["ACME - M. Jean BOUCHER"], "Apprenti de"),
        ("Vendeur Boulanger (H/F)", ["BOULANGER SA"], "Vendeur (H/F)"),
        ("Animateur Les Papillons", ["ASSOCIATION LES PAPILLONS"], "Animateur"),
        ("Vendeur e\u0301co (H/F)", ["ÉCO"], "Vendeur (H/F)"),
        ("Vendeur - tél : 06 12 34 56 78 (www.acme.fr)", [], "Vendeur"),
        ("Aide [mail : a.b@c.fr] - - (H/F)", [], "Aide - (H/F)"),
        ("Data Engineer at Booking.com", [], "Data Engineer at"),
        ("Appelez le 39 49 pour ce poste", [], "pour ce poste"),
        ("Développeur C++ - 0612345678", [], "Développeur C++"),
        ("SIREN 552100554", [], "SIREN"),
        # It grows together once what stood between is gone.
        ("06 12 ACME 34 56 78", ["Acme"], ""),
        ("ac ACME me", ["Acme"], ""),
    ],
)
def test_what_is_left(title, names, expected):
    assert cleaned(title, names) == expected


def test_of_experience_only_what_the_api_says_stays(real_offers):
    """Of 28 real labels, 8 hold what an employer added."""
    labels = {without_comment(offer["experienceLibelle"]) for offer in real_offers}
    forms = r"\d+ (An\(s\)|Mois)|Débutant accepté|Expérience (exigée|souhaitée)"
    assert all(re.fullmatch(forms, label) for label in labels)


EMPLOYERS = ("Acme", "L'Étoile du Nord", "H.P. Services", "Transports Müller & Fils", "3M", "EY")
WAYS = (
    str,
    str.upper,
    str.lower,
    lambda name: name.replace(" ", "-"),
    lambda name: re.sub(r"[^\w ]", "", name),
    lambda name: name.replace("É", "E").replace("ü", "u"),
    "« {} »".format,
    "{} S.A.S.".format,
    "SARL {}".format,
    "chez {}".format,
)


@given(
    AROUND, st.sampled_from(EMPLOYERS), st.sampled_from(WAYS[:-1]), st.sampled_from(WAYS), AROUND
)
def test_no_name_is_left_however_it_was_written(before, employer, given_as, stood_as, after):
    title = cleaned(f"{before} {stood_as(employer)} {after}", [given_as(employer)])
    assert stood_as(employer) not in title
    assert employer not in title

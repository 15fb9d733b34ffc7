"""A small list of towns in the form of the API's, with every case that makes a name hard."""

from __future__ import annotations

ENTRIES = """
33063 Bordeaux 33000 33
33063 Bordeaux 33200 33
33529 La Teste-de-Buch 33260 33
59350 Lille 59000 59
59350 Lille 59800 59
76351 LE HAVRE 76600 76
72181 Le Mans 72000 72
17300 La Rochelle 17000 17
70450 La Rochelle 70120 70
94038 L'Haÿ-les-Roses 94240 94
93066 ST DENIS 93200 93
97411 Saint-Denis 97400 974
11339 Saint-Denis 11310 11
42218 Saint-Étienne 42000 42
13004 Arles 13200 13
2A004 Ajaccio 20000 2A
2B033 Bastia 20200 2B
97105 Basse-Terre 97100 971
94080 Vincennes 94300 94
47323 VILLENEUVE SUR LOT 47300 47
92051 Neuilly-sur-Seine 92200 92
52321 Neuilly-sur-Suize 52000 52
62160 Boulogne-sur-Mer 62200 62
92012 Boulogne-Billancourt 92100 92
85030 Sainte-Foy 85150 85
76577 STE FOY 76590 76
69202 Sainte-Foy-lès-Lyon 69110 69
80001 Abbeville 80100 80
14118 Caen 14000 14
80016 Albert 80300 80
67482 Strasbourg 67000 67
68224 Mulhouse 68100 68
59512 Roubaix 59100 59
59599 Tourcoing 59200 59
75101 PARIS 01 75001 75
75111 Paris 11e Arrondissement 75011 75
75116 PARIS 75016 75
75116 PARIS 75116 75
69381 Lyon 69001 69
69383 Lyon 3e Arrondissement 69003 69
"""


def _entries():
    for line in ENTRIES.split("\n")[1:-1]:
        code, *libelle, postcode, departement = line.split()
        yield code, " ".join(libelle), postcode, departement
    for number in (2, 4, 5, 6, 7, 8, 9):
        yield f"6938{number}", f"LYON 0{number}", f"6900{number}", "69"
    for number in range(1, 17):
        yield f"132{number:02}", f"MARSEILLE {number:02}", f"130{number:02}", "13"


COMMUNES = [
    {"code": code, "libelle": libelle, "codePostal": postcode, "codeDepartement": departement}
    for code, libelle, postcode, departement in _entries()
]

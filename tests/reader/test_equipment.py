"""Five hundred designations of equipment in service, each found as one thing under the name of its family."""

from sayso.reader.entities.assets import find_assets

SERIES = """
F-:4 5 14 15 16 22 35 104 111 117|F/A-:18|A-:4 6 7 10 29 37 50|B-:1 2 21 52|C-:5 17 27 40 130 160 295 390|KC-:10 46 130 135 390|E-:2 3 4 6 7 8|EA-:6 18|P-:1 3 8|RC-:12 26 135|EC-:130|MV-:22|CV-:22|MQ-:1 4 8 9 20 25 28|
RQ-:4 7 11 170 180|U-:2 28|T-:6 38 45|AC-:130|EP-:3|AH-:1 6 64|UH-:1 60 72|CH-:46 47 53 146 4 5|MH-:6 47 53 60|HH-:60|SH-:60|Su-:17 22 24 25 27 30 33 34 35 57 75|MiG-:15 17 19 21 23 25 27 29 31 35|Tu-:16 22 95 134 142 154 160 214|
Il-:18 20 22 28 38 62 76 78 80 96 112|An-:2 12 22 24 26 30 32 70 72 74 124 140 148 178 225|Yak-:18 38 40 42 52 130 152|Mi-:2 4 6 8 14 17 24 26 28 35 38 171|Ka-:25 27 28 29 31 32 50 52 60 62|Be-:12 103 200|J-:6 7 8 10 11 15 16 20 31 35 36|
JH-:7|JF-:17|H-:5 6 20|Q-:5|Y-:5 7 8 9 12 20 30|KJ-:200 500 600 2000 3000|Z-:8 9 10 11 18 19 20 21|KF-:16 21|FA-:50|GJ-:1 2 11|WZ-:7 8 10|BZK-:005 007|L-:39 15|X-:37 47|V-:22 280|TB-:001 3|
S-:75 125 200 300 350 400 500|SM-:2 3 6|AGM-:65 84 86 88 114 129 154 158 179 183|AIM-:7 9 54 120 132 174 260|GBU-:12 24 28 31 38 39 43 49 53 54 57|KN-:02 08 11 14 15 17 18 23 24 25|DF-:3 4 5 11 12 15 16 17 21 26 27 31 41 61|JL-:1 2 3|
HQ-:2 6 7 9 11 12 16 17 19 22 26 29|CJ-:10 20 100 1000|YJ-:12 15 17 18 19 20 21 62 63 82 83 91|BGM-:71 109|UGM-:27 73 84 96 109 133|MIM-:23 72 104|Kh-:15 22 23 25 28 29 31 32 35 38 47 55 58 59 66 69 101 102 555|
RS-:12 18 20 24 26 28|RSM-:25 50 54 56|SS-:4 18 19 20 23 24 25 26 27 29 30|SA-:2 3 5 6 7 8 10 11 13 15 17 19 20 21 22|Hwasong-:5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20|Pukguksong-:1 2 3 4 5 6|Fateh-:110 313 360|Shahab-:1 2 3|
Shahed-:107 129 131 136 149 238|Mohajer-:4 6 10|Orlan-:10 30|Geran-:1 2 3|Agni-:I II III IV V P|T-:34 54 55 62 64 72 80 84 90 14|BMP-:1 2 3|BTR-:50 60 70 80 82 90|BMD-:1 2 3 4|BRDM-:2|M:109 270 777|K:1 2 9 55 21 239|PT-:91|VT-:4|ZBD-:03 04 05|
Type :001 002 003 022 037 039 052 054 055 056 071 072 075 076 091 093 094 095 096 99 96 59 63 69 15 26 45 23 31 212 214 218 209
"""
NAMES = """
Rafale|Typhoon|Eurofighter|Gripen|Mirage 2000|Tornado|Global Hawk|Poseidon|Bayraktar TB2|Lancet|Apache|Black Hawk|Chinook|Osprey|Stratotanker|Awacs|Akinci|Kizilelma|Wing Loong II|Heron TP|Hermes 900|Hermes 450|Harop|Switchblade|
Tejas|NH90|Super Tucano|Forpost|Lyutyi|JASSM|LRASM|JDAM|NSM|Zolfaghar|Emad|Kheibar Shekan|Ghadr|Dezful|Paveh|Spike|NLAW|Kornet|Konkurs|Hellfire|Brimstone|Starstreak|Piorun|AMRAAM|GLSDB|Tochka-U|Oniks|Bastion-P|Avangard|Burevestnik|
Hsiung Feng III|Sky Bow III|Hyunmoo-5|Cheongung-II|L-SAM|Babur|Nasr|Nirbhay|Akash|Pralay|Pinaka|Barak-8|SAMP/T|Sky Sabre|Avenger|Gepard|Skynex|Bavar-373|Hisar-O|Siper|Atmaca|Bora|Iskander-M|Kalibr|Kinzhal|Zircon|Oreshnik|Tomahawk|
Patriot|THAAD|IRIS-T|NASAMS|HIMARS|ATACMS|Storm Shadow|SCALP|Taurus|Javelin|Stinger|Nodong|Scud|Sejjil|Khorramshahr|BrahMos|Prithvi|Shaheen-III|Ghauri|Arrow 3|David's Sling|Iron Dome|Buk-M3|Tor-M2|Pantsir-S1|Osa|Strela|Igla|Crotale|
Aster|Mistral|Hawk|Exocet|Harpoon|Neptune|Trident|Minuteman III|Sarmat|Bulava|Yars|Topol-M|Leopard 1|Leopard 2|Abrams|Challenger 2|Leclerc|Merkava|Bradley|Marder|Stryker|Puma|CV90|AMX-10|Boxer|Fuchs|Dingo|Piranha|Patria|Bushmaster|
MaxxPro|Humvee|Mastiff|Ajax|Ariete|Centauro|Lynx|Twardy|Rosomak|Altay|Kirpi|Redback|Arjun|Namer|Eitan|Armata|Oplot|CAESAR|PzH 2000|Krab|Archer|Chunmoo|Koksan|Grad|Uragan|Smerch|Tornado-S|TOS-1|Giatsint|Msta-S|Pion|Malka|Mamba|
Balticconnector|Nord Stream 2|TurkStream|Druzhba|Estlink 2|NordBalt|USS Nimitz|HMS Diamond|INS Vikrant|ROKS Sejong|Nimitz-class carrier|Akula-class submarine|Kirov-class cruiser|Horizon-class frigate|Izumo-class destroyer
"""


def designations() -> list[str]:
    series = [s.split(":") for s in SERIES.replace("\n", "").split("|") if s]
    return [prefix + number for prefix, numbers in series for number in numbers.split()] + [
        n for n in NAMES.replace("\n", "").split("|") if n
    ]


def test_five_hundred_designations_are_known() -> None:
    names = designations()
    assert len(set(names)) == len(names) >= 500
    wrong = {}
    for name in names:
        found = [n for n, _ in find_assets(f"On Monday they showed the {name} to reporters.")]
        if len(found) != 1 or not (name.startswith(found[0]) or found[0].startswith(name)):
            wrong[name] = found
    assert len(wrong) <= 0.02 * len(names), wrong


def test_words_that_only_look_like_equipment_are_none() -> None:
    for words in (
        "Article 5 of the treaty",
        "COVID-19 cases",
        "the G-7 summit",
        "Channel 4 news",
        "the A4 motorway",
        "Rule 10 of the book",
        "Boeing shares",
        "a spirit of trust",
        "the lynx population",
    ):
        assert find_assets(f"They spoke about {words} on Monday.") == [], words

"""The lexicons of states, equipment and institutions against lists of our own writing."""

import pytest

from sayso.lexicon import load_table
from sayso.model import Document, Span
from sayso.reader.entities.assets import find_assets
from sayso.reader.entities.recognition import find_entities
from sayso.reader.entities.state_names import find_state_names
from sayso.reader.events.figures import find_figures
from sayso.reader.parse import parse_text

STATES = """
ROK KOR|DPRK PRK|N. Korea PRK|the ROK KOR|S. Korea KOR|South Korean KOR|North Koreans PRK|Pyongyang PRK|Seoul KOR|Blue House KOR|Tokyo JPN|Japanese JPN|Beijing CHN|PRC CHN|Chinese CHN|
Zhongnanhai CHN|Taipei TWN|Taiwanese TWN|Hong Kong HKG|Moscow RUS|Kremlin RUS|Russian RUS|Russian Federation RUS|Kyiv UKR|Kiev UKR|Ukrainians UKR|Minsk BLR|Belarusian BLR|Belarussian BLR|
Chisinau MDA|Moldovan MDA|Tbilisi GEO|Georgian GEO|Yerevan ARM|Armenians ARM|Baku AZE|Azeri AZE|Azerbaijani AZE|Ankara TUR|Türkiye TUR|Turkish TUR|Tehran IRN|Iranians IRN|Islamic Republic IRN|
Baghdad IRQ|Iraqi IRQ|Damascus SYR|Syrians SYR|Beirut LBN|Lebanese LBN|Israeli ISR|Tel Aviv ISR|Knesset org:ISR/parliament|Ramallah PSE|Palestinian PSE|Palestinian Authority PSE|Amman JOR|Jordanian JOR|Cairo EGY|
Egyptian EGY|Riyadh SAU|Saudi SAU|Abu Dhabi ARE|UAE ARE|Emirati ARE|Doha QAT|Qatari QAT|Kuwaiti KWT|Manama BHR|Bahraini BHR|Muscat OMN|Omani OMN|Sanaa YEM|Sana'a YEM|Yemeni YEM|Tripoli LBY|
Libyan LBY|Tunis TUN|Tunisian TUN|Algiers DZA|Algerian DZA|Rabat MAR|Moroccan MAR|Khartoum SDN|Sudanese SDN|Juba SSD|South Sudanese SSD|Addis Ababa ETH|Ethiopian ETH|Asmara ERI|Eritrean ERI|
Mogadishu SOM|Somali SOM|Nairobi KEN|Kenyan KEN|Kampala UGA|Kigali RWA|Rwandan RWA|Kinshasa COD|DRC COD|DR Congo COD|Abuja NGA|Nigerian NGA|Nigerien NER|Niamey NER|Bamako MLI|Malian MLI|
Ouagadougou BFA|Burkinabe BFA|N'Djamena TCD|Chadian TCD|Accra GHA|Ghanaian GHA|Dakar SEN|Ivorian CIV|Ivory Coast CIV|Côte d'Ivoire CIV|Pretoria ZAF|South African ZAF|Harare ZWE|Lusaka ZMB|
Maputo MOZ|Mozambican MOZ|Luanda AGO|Angolan AGO|Washington USA|White House USA|Pentagon USA|U.S. USA|US USA|American USA|Capitol Hill USA|Foggy Bottom USA|Langley USA|Ottawa CAN|Canadian CAN|
Mexico City MEX|Mexican MEX|Havana CUB|Cuban CUB|Caracas VEN|Venezuelan VEN|Miraflores VEN|Bogotá COL|Bogota COL|Colombian COL|Quito ECU|Ecuadorean ECU|Lima PER|Peruvian PER|La Paz BOL|
Brasília BRA|Brasilia BRA|Brazilian BRA|Planalto BRA|Buenos Aires ARG|Argentine ARG|Casa Rosada ARG|Chilean CHL|La Moneda CHL|Montevideo URY|Asunción PRY|Georgetown GUY|Guyanese GUY|
London GBR|Downing Street GBR|Whitehall GBR|British GBR|UK GBR|Britons GBR|Paris FRA|Elysee FRA|Élysée FRA|Quai d'Orsay FRA|French FRA|Matignon FRA|Berlin DEU|German DEU|Rome ITA|Italian ITA|
Palazzo Chigi ITA|Madrid ESP|Spanish ESP|Moncloa ESP|Lisbon PRT|Dublin IRL|Irish IRL|The Hague NLD|Dutch NLD|Belgian BEL|Danish DNK|Copenhagen DNK|Oslo NOR|Norwegian NOR|Stockholm SWE|Swedes SWE|
Helsinki FIN|Finnish FIN|Tallinn EST|Estonian EST|Riga LVA|Vilnius LTU|Lithuanian LTU|Warsaw POL|Polish POL|Prague CZE|Czech CZE|Bratislava SVK|Slovak SVK|Budapest HUN|Vienna AUT|Swiss CHE|Bern CHE|
Bucharest ROU|Sofia BGR|Athens GRC|Greek GRC|Nicosia CYP|Greek Cypriot CYP|Belgrade SRB|Serb SRB|Pristina XKX|Kosovar XKX|Sarajevo BIH|Podgorica MNE|Skopje MKD|Tirana ALB|Zagreb HRV|Ljubljana SVN|
New Delhi IND|Delhi IND|Indian IND|South Block IND|Islamabad PAK|Rawalpindi PAK|Pakistani PAK|Kabul AFG|Afghan AFG|Dhaka BGD|Bangladeshi BGD|Colombo LKA|Kathmandu NPL|Naypyitaw MMR|Burmese MMR|
Bangkok THA|Thai THA|Phnom Penh KHM|Vientiane LAO|Hanoi VNM|Vietnamese VNM|Kuala Lumpur MYS|Putrajaya MYS|Jakarta IDN|Manila PHL|Malacanang PHL|Malacañang PHL|Filipino PHL|Singaporean SGP|Dili TLS|
Canberra AUS|Australian AUS|Wellington NZL|Astana KAZ|Kazakh KAZ|Bishkek KGZ|Kyrgyz KGZ|Tashkent UZB|Dushanbe TJK|Ashgabat TKM|Ulaanbaatar MNG|NATO bloc:NATO|EU bloc:EU|Brussels bloc:EU|
the African Union bloc:AU|ECOWAS bloc:ECOWAS|ASEAN bloc:ASEAN|GCC bloc:GCC|G7 bloc:G7|the Quad bloc:QUAD|AUKUS bloc:AUKUS|CARICOM bloc:CARICOM|Hamas group:hamas|Houthis group:houthis|Taliban group:taliban
"""

EQUIPMENT = """
B-52H Stratofortress=B-52|B-1B Lancer=B-1|B-2=B-2|B-21 Raider=B-21|F-35A=F-35|F-35B Lightning II=F-35|F-22 Raptor=F-22|F-15EX=F-15|F-16V=F-16|F/A-18 Super Hornet=F/A-18|EA-18G Growler=EA-18|A-10=A-10|
KC-135 Stratotanker=KC-135|KC-46A=KC-46|C-130J=C-130|C-17=C-17|P-8A Poseidon=P-8|RC-135V=RC-135|E-3 Sentry=E-3|E-7A Wedgetail=E-7|MQ-9 Reaper=MQ-9|MQ-9A=MQ-9|RQ-4B=RQ-4|MQ-4C Triton=MQ-4|U-2=U-2|
V-22 Osprey=V-22|CH-47 Chinook=CH-47|UH-60M=UH-60|AH-64E Apache=AH-64|Su-27=Su-27|Su-35S=Su-35|Su-57=Su-57|Su-34=Su-34|MiG-29=MiG-29|MiG-31K=MiG-31|Tu-95MS=Tu-95|Tu-22M3=Tu-22|Tu-160=Tu-160|Il-76=Il-76|
A-50=A-50|Mi-8=Mi-8|Mi-24=Mi-24|Ka-52=Ka-52|J-10C=J-10|J-20=J-20|JF-17=JF-17|H-6K=H-6|Y-20=Y-20|KJ-500=KJ-500|TB2=TB2|Bayraktar TB2=Bayraktar TB2|Shahed-136=Shahed-136|Geran-2=Geran-2|Orlan-10=Orlan-10|
Rafale=Rafale|JAS 39 Gripen=Gripen|Eurofighter Typhoon=Eurofighter|Mirage 2000=Mirage 2000|KF-21=KF-21|T-50=T-50|S-300PMU-1=S-300|S-300=S-300|S-400 Triumf=S-400|S-500=S-500|Patriot PAC-3=Patriot|
IRIS-T SLM=IRIS-T|NASAMS=NASAMS|THAAD=THAAD|Pantsir-S1=Pantsir-S1|Buk-M3=Buk-M3|Tor-M2=Tor-M2|HQ-9B=HQ-9|HIMARS=HIMARS|ATACMS=ATACMS|Storm Shadow=Storm Shadow|SCALP=SCALP|Taurus=Taurus|JASSM=JASSM|
Iskander-M=Iskander-M|Kinzhal=Kinzhal|Kalibr=Kalibr|Kh-101=Kh-101|Kh-47M2=Kh-47|DF-21D=DF-21|DF-41=DF-41|DF-17=DF-17|JL-3=JL-3|YJ-18=YJ-18|Hwasong-18=Hwasong-18|Hwasong-17=Hwasong-17|KN-23=KN-23|
Pukguksong-3=Pukguksong-3|Agni-V=Agni-V|BrahMos=BrahMos|Fateh-110=Fateh-110|Zolfaghar=Zolfaghar|Tomahawk=Tomahawk|SM-3=SM-3|SM-6=SM-6|NSM=NSM|Harpoon=Harpoon|Sarmat=Sarmat|RS-24=RS-24|Minuteman III=Minuteman III|
Type 055=Type 055|Type 055 destroyer=Type 055|Type 052D=Type 052|Type 094=Type 094|Type 99=Type 99|Leopard 2A6=Leopard 2A6|Leopard 2=Leopard 2|M1A1 Abrams=Abrams|M1A2=M1A2|T-72B3=T-72B3|T-90M=T-90M|
Challenger 2=Challenger 2|Bradley=Bradley|M2 Bradley=Bradley|CV90=CV90|BMP-2=BMP-2|BTR-80=BTR-80|K9 Thunder=K9|K2=K2|CAESAR=CAESAR|PzH 2000=PzH 2000|M777=M777|155mm shells=155mm shells|
155-millimetre artillery shells=155-millimetre artillery shells|USS Ronald Reagan=USS Ronald Reagan|HMS Prince of Wales=HMS Prince of Wales|ROKS Marado=ROKS Marado|JS Izumo=JS Izumo|
Arleigh Burke-class destroyer=Arleigh Burke-class destroyer|Ohio-class submarine=Ohio-class submarine|Kilo-class submarines=Kilo-class submarine|Virginia-class=Virginia-class
"""

INSTITUTIONS = """
the South Korean defense ministry=org:KOR/defence-ministry|Japan's Defence Ministry=org:JPN/defence-ministry|the Ministry of National Defense of Taiwan=org:TWN/defence-ministry|
the Defence Ministry in Kabul=org:AFG/defence-ministry|Ukraine's air force=org:UKR/air-force|the Swedish coast guard=org:SWE/coast-guard|the Philippine Coast Guard=org:PHL/coast-guard|
Turkey's foreign ministry=org:TUR/foreign-ministry|the Chinese Foreign Ministry=org:CHN/foreign-ministry|the British Foreign Office=org:GBR/foreign-ministry|Britain's Home Office=org:GBR/interior-ministry|
the Italian interior ministry=org:ITA/interior-ministry|Poland's border guard=org:POL/border-guard|Finland's customs service=org:FIN/customs|Latvia's State Security Service=org:LVA/intelligence|
the Estonian navy=org:EST/navy|Pakistan's army=org:PAK/army|the Indian Army=org:IND/army|the Afghan interior ministry=org:AFG/interior-ministry|Yemen's presidency=org:YEM/presidency|
the Moroccan Royal Palace=org:MAR/presidency|the Spanish prime minister's office=org:ESP/prime-minister|Germany's chancellery=org:DEU/prime-minister|the Israeli military=org:ISR/armed-forces|
Iran's Revolutionary Guards=org:IRN/revolutionary-guard|Iran's Atomic Energy Organization=org:IRN/nuclear-regulator|the Brazilian Senate=org:BRA/parliament|the Kenyan parliament=org:KEN/parliament|
Mexico's central bank=org:MEX/central-bank|the Bank of Japan=org:JPN/central-bank|the Bank of England=org:GBR/central-bank|Nigeria's police=org:NGA/police|the Norwegian police=org:NOR/police|
the Danish prosecutor's office=org:DNK/prosecutor|Greece's Supreme Court=org:GRC/supreme-court|the Russian embassy=org:RUS/embassy|the U.S. Embassy=org:USA/embassy|the Canadian government=org:CAN/government|
the US State Department=org:USA/foreign-ministry|the U.S. Treasury Department=org:USA/finance-ministry|the French finance ministry=org:FRA/finance-ministry|Chile's health ministry=org:CHL/health-ministry|
the Colombian defence ministry=org:COL/defence-ministry|Venezuela's electoral council=org:VEN/election-commission|Peru's election commission=org:PER/election-commission|
the Australian Defence Force=org:AUS/armed-forces|Japan's Self-Defense Forces=org:JPN/armed-forces|South Korea's Joint Chiefs of Staff=org:KOR/joint-chiefs|the Ukrainian General Staff=org:UKR/joint-chiefs|
the Armenian foreign ministry=org:ARM/foreign-ministry|Azerbaijan's defence ministry=org:AZE/defence-ministry|the Ethiopian National Defence Force=org:ETH/armed-forces|the Somali government=org:SOM/government|
Rwanda's government=org:RWA/government|the Congolese army=org:COD/army|Vietnam's Ministry of Foreign Affairs=org:VNM/foreign-ministry|India's Ministry of External Affairs=org:IND/foreign-ministry|
the Thai navy=org:THA/navy|the Royal Thai Navy=org:THA/navy|the Royal Navy=org:GBR/navy|the Royal Air Force=org:GBR/air-force|the Indonesian police=org:IDN/police|Malaysia's transport ministry=org:MYS/transport-ministry|
Norway's Petroleum Safety Authority=org:NOR/safety-authority|the Finnish Border Guard=org:FIN/border-guard|the Lithuanian energy ministry=org:LTU/energy-ministry|Hungary's economy ministry=org:HUN/economy-ministry|
the Egyptian presidency=org:EGY/presidency|Jordan's royal court=org:JOR/presidency|Kuwait's oil ministry=org:KWT/energy-ministry|the Saudi energy ministry=org:SAU/energy-ministry|
the Kazakh central bank=org:KAZ/central-bank|Uzbekistan's foreign ministry=org:UZB/foreign-ministry|the Kyrgyz border service=org:KGZ/border-guard|the Tajik interior ministry=org:TJK/interior-ministry|
Cyprus's government=org:CYP/government|the Icelandic Met Office=org:ISL/meteorological-agency|Japan's Meteorological Agency=org:JPN/meteorological-agency|the U.S. Geological Survey=org:USA/geological-survey|
the Indian Space Research Organisation=org:IND/space-agency|the Polish Ministry of Defence=org:POL/defence-ministry|the Czech foreign ministry=org:CZE/foreign-ministry|Slovakia's culture ministry=org:SVK/culture-ministry|
the Dutch Ministry of Justice=org:NLD/justice-ministry|Belgium's federal prosecutor=org:BEL/prosecutor|the Swiss Federal Council=org:CHE/government|Austria's interior ministry=org:AUT/interior-ministry|
the Sudanese army=org:SDN/army|Mali's junta=org:MLI/government|the Haitian National Police=org:HTI/police|Ghana's parliament=org:GHA/parliament|the Zambian health ministry=org:ZMB/health-ministry|
Mozambique's defence ministry=org:MOZ/defence-ministry|the South African National Defence Force=org:ZAF/armed-forces|the Lebanese army=org:LBN/army|Iraq's Joint Operations Command=org:IRQ/joint-chiefs|
Syria's foreign ministry=org:SYR/foreign-ministry|the Qatari foreign ministry=org:QAT/foreign-ministry|the Omani foreign ministry=org:OMN/foreign-ministry|the European Commission=org:EU/commission|
the UN Security Council=org:UN/security-council|the Serbian Defence Ministry=org:SRB/defence-ministry|Bulgaria's interior ministry=org:BGR/interior-ministry|the Romanian foreign ministry=org:ROU/foreign-ministry|
the Croatian navy=org:HRV/navy|Uganda's parliament=org:UGA/parliament|the Bolivian police=org:BOL/police|Nepal's health ministry=org:NPL/health-ministry|the Latvian coast guard=org:LVA/coast-guard|the Maltese government=org:MLT/government
"""


def rows(table: str, mark: str) -> list[tuple[str, str]]:
    return [
        tuple(cell.strip().rsplit(mark, 1)) for cell in table.replace("\n", "").split("|") if cell.strip()
    ]  # type: ignore[misc]


def test_names_abbreviations_and_metonyms_of_states() -> None:
    cases = rows(STATES, " ")
    wrong = [
        (words, code)
        for words, code in cases
        if [n.code for n in find_state_names(f"On Friday {words} officials said")][:1] != [code]
    ]
    assert len(cases) >= 200
    assert len(wrong) <= 0.02 * len(cases), wrong


def test_equipment_goes_by_its_family() -> None:
    cases = rows(EQUIPMENT, "=")
    wrong = [
        (words, name, got)
        for words, name in cases
        if (got := [n for n, _ in find_assets(f"They sent the {words} there")][:1]) != [name]
    ]
    assert len(cases) >= 100
    assert len(wrong) <= 0.05 * len(cases), wrong


@pytest.fixture(scope="module")
def ids() -> dict[str, list[str]]:
    found = {}
    for words, _ in rows(INSTITUTIONS, "="):
        text = f"On Friday {words} said that talks would go on."
        document = Document(id="x", text=text, text_hash="")
        found[words] = [e.id for e in find_entities(document, parse_text(text))]
    return found


def test_institutions_go_to_their_state(ids: dict[str, list[str]]) -> None:
    cases = rows(INSTITUTIONS, "=")
    wrong = [(words, id, ids[words]) for words, id in cases if id not in ids[words]]
    assert len(cases) >= 100
    assert len(wrong) <= 0.05 * len(cases), wrong


def test_figures_are_sought_only_where_their_words_stand_and_found_there() -> None:
    for row in load_table("figures"):
        assert row["words"]
        assert row["words"] == row["words"].lower()
    samples = {
        "killed": "Two men were killed.",
        "missing": "Two sailors are still missing.",
        "aircraft": "Two jets came.",
        "troops": "Some 500 troops will go.",
    }
    for field, words in samples.items():
        assert [f.field for f in find_figures(words, Span(0, len(words)))] == [field]

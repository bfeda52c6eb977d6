"""Texts of every usual encoding are read as what they say."""

from __future__ import annotations

import random

import pytest

from metacore.tables.columns import DataError
from metacore.tables.options import Reading
from metacore.tables.reading import read

# A header, names of shops, and yes and no, as people write them who use the encoding.
WRITTEN = {
    "gb18030": ("门店,客流,促销,营业额", "门店甲 门店乙 北京分店 上海浦东", "是 否"),
    "big5": ("門店,來客數,促銷,營業額", "台北店 高雄店 新竹門市 臺中", "是 否"),
    "cp932": ("店舗,来客数,販促,売上", "渋谷店 新宿店 横浜支店 大阪", "はい いいえ"),
    "euc_jp": ("店舗,来客数,セール,売上", "渋谷ストア 新宿ストア 横浜 大阪", "はい いいえ"),
    "cp949": ("매장,방문객,판촉,매출", "서울점 부산점 대구점 인천", "예 아니오"),
    "koi8_r": ("магазин,посетители,акция,выручка", "Москва Филиал Казань Тверь", "да нет"),
    "cp1251": ("магазин,посетители,акция,выручка", "Москва Филиал Казань Тверь", "да нет"),
    "cp1250": ("sklep,odwiedzający,promocja,przychód", "Łódź Kraków Gdańsk Poznań", "tak źle"),
    "cp1252": ("Geschäft,Besucher,Aktion,Erlös", "Köln Düsseldorf München Nîmes", "ja nein"),
    "cp1253": ("κατάστημα,επισκέπτες,προσφορά,έσοδα", "Αθήνα Πάτρα Θεσσαλονίκη Βόλος", "ναι όχι"),
    "cp1254": ("mağaza,ziyaretçi,kampanya,gelir", "İstanbul Şişli İzmir Muğla", "evet hayır"),
    "cp1255": ("חנות,מבקרים,מבצע,הכנסה", "תלאביב ירושלים חיפה אילת", "כן לא"),
    "cp1256": ("متجر,زوار,عرض,إيراد", "القاهرة الرياض دبي الدوحة", "نعم لا"),
    "cp1257": ("veikals,apmeklētāji,akcija,ieņēmumi", "Rīga Liepāja Šiauliai Kuldīga", "jā nē"),
}


def written(encoding: str, rows: int = 60) -> str:
    header, shops, answers = WRITTEN[encoding]
    chance = random.Random(0)
    names, words = shops.split(), answers.split()
    body = (f"{names[n % 4]},{chance.randint(9, 200)},{chance.choice(words)},{n / 4}" for n in range(rows))
    return "\n".join([header, *body])


@pytest.mark.parametrize("encoding", WRITTEN)
def test_an_encoding_is_found_by_the_bytes_and_said(encoding: str) -> None:
    found = read(written(encoding).encode(encoding), "a.csv")
    assert list(found.frame) == WRITTEN[encoding][0].split(",")
    assert found.frame.iloc[:4, 0].tolist() == WRITTEN[encoding][1].split()
    assert found.taken.encoding == encoding and any("by its bytes it was read as" in note for note in found.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    found = read(written("cp1253").encode(encoding), "a.csv")
    assert list(found.frame) == WRITTEN["cp1253"][0].split(",")
    assert not any("bytes" in note for note in found.notes)


def test_an_encoding_can_be_chosen_by_hand() -> None:
    data = "Größe;n\nä;1\nö;2".encode("cp1252")
    assert next(iter(read(data, "a.csv", Reading(encoding="cp1251")).frame)) != "Größe"
    assert next(iter(read(data, "a.csv", Reading(encoding="cp1252")).frame)) == "Größe"
    with pytest.raises(DataError, match="is no UTF-8 text: its byte 2"):
        read(data, "a.csv", Reading(encoding="utf-8"))
    with pytest.raises(DataError, match=r"can't be “klingon”.*Use one of utf-8"):
        read(data, "a.csv", Reading(encoding="klingon"))

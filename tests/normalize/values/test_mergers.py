"""The provinces of 2025 and what became of the former ones, from the text of the resolution."""

from __future__ import annotations

import pytest

from pipeline.normalize.values.agency_registry import load_registry

# Nghị quyết 202/2025/QH15, Điều 1: the unit of today, the former ones it was made of.
MERGED = {
    "Tỉnh Tuyên Quang": ("Tỉnh Hà Giang", "Tỉnh Tuyên Quang"),
    "Tỉnh Lào Cai": ("Tỉnh Yên Bái", "Tỉnh Lào Cai"),
    "Tỉnh Thái Nguyên": ("Tỉnh Bắc Kạn", "Tỉnh Thái Nguyên"),
    "Tỉnh Phú Thọ": ("Tỉnh Hòa Bình", "Tỉnh Vĩnh Phúc", "Tỉnh Phú Thọ"),
    "Tỉnh Bắc Ninh": ("Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"),
    "Tỉnh Hưng Yên": ("Tỉnh Thái Bình", "Tỉnh Hưng Yên"),
    "Thành phố Hải Phòng": ("Tỉnh Hải Dương", "Thành phố Hải Phòng"),
    "Tỉnh Ninh Bình": ("Tỉnh Hà Nam", "Tỉnh Nam Định", "Tỉnh Ninh Bình"),
    "Tỉnh Quảng Trị": ("Tỉnh Quảng Bình", "Tỉnh Quảng Trị"),
    "Thành phố Đà Nẵng": ("Tỉnh Quảng Nam", "Thành phố Đà Nẵng"),
    "Tỉnh Quảng Ngãi": ("Tỉnh Kon Tum", "Tỉnh Quảng Ngãi"),
    "Tỉnh Gia Lai": ("Tỉnh Bình Định", "Tỉnh Gia Lai"),
    "Tỉnh Khánh Hòa": ("Tỉnh Ninh Thuận", "Tỉnh Khánh Hòa"),
    "Tỉnh Lâm Đồng": ("Tỉnh Đắk Nông", "Tỉnh Bình Thuận", "Tỉnh Lâm Đồng"),
    "Tỉnh Đắk Lắk": ("Tỉnh Phú Yên", "Tỉnh Đắk Lắk"),
    "Thành phố Hồ Chí Minh": (
        "Tỉnh Bà Rịa - Vũng Tàu",
        "Tỉnh Bình Dương",
        "Thành phố Hồ Chí Minh",
    ),
    "Tỉnh Đồng Nai": ("Tỉnh Bình Phước", "Tỉnh Đồng Nai"),
    "Tỉnh Tây Ninh": ("Tỉnh Long An", "Tỉnh Tây Ninh"),
    "Thành phố Cần Thơ": ("Tỉnh Sóc Trăng", "Tỉnh Hậu Giang", "Thành phố Cần Thơ"),
    "Tỉnh Vĩnh Long": ("Tỉnh Bến Tre", "Tỉnh Trà Vinh", "Tỉnh Vĩnh Long"),
    "Tỉnh Đồng Tháp": ("Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"),
    "Tỉnh Cà Mau": ("Tỉnh Bạc Liêu", "Tỉnh Cà Mau"),
    "Tỉnh An Giang": ("Tỉnh Kiên Giang", "Tỉnh An Giang"),
}
UNCHANGED = frozenset(
    (
        "Thành phố Hà Nội",
        "Thành phố Huế",
        "Tỉnh Lai Châu",
        "Tỉnh Điện Biên",
        "Tỉnh Sơn La",
        "Tỉnh Lạng Sơn",
        "Tỉnh Quảng Ninh",
        "Tỉnh Thanh Hóa",
        "Tỉnh Nghệ An",
        "Tỉnh Hà Tĩnh",
        "Tỉnh Cao Bằng",
    )
)
PROVINCES = [agency for agency in load_registry().agencies if agency.kind == "province"]
BY_ID = {agency.agency_id: agency for agency in PROVINCES}
PAIRS = [(former, today) for today, formers in MERGED.items() for former in formers]


@pytest.mark.parametrize(("former", "today"), PAIRS)
def test_a_former_province_leads_to_that_of_today(former: str, today: str) -> None:
    (agency,) = [p for p in PROVINCES if p.name == former and p.valid_to is not None]
    assert [BY_ID[i].name for i in agency.successor_ids] == [today]


def test_the_provinces_of_today_are_thirty_four() -> None:
    assert {p.name for p in PROVINCES if p.valid_to is None} == {*MERGED, *UNCHANGED}


def test_every_successor_is_a_body_of_the_registry() -> None:
    known = {agency.agency_id for agency in load_registry().agencies}
    for agency in load_registry().agencies:
        assert set(agency.successor_ids) <= known - {agency.agency_id}

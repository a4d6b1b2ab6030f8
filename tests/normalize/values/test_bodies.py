"""Bodies known by the form of their names: whose they are, and what is left open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.bodies import NOWHERE, Setting, body_of, resolve, setting_of
from pipeline.normalize.values.communes import province_of
from pipeline.normalize.values.duties import duties

ON = date(2026, 3, 17)
LAI_CHAU = setting_of("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "1778/KH-UBND", ON)
JUSTICE = setting_of(None, "877/QĐ-BTP", ON)

HUE = setting_of("ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", None, ON)
CHECKS = "cuc-kiem-tra-van-ban-quan-ly-xu-ly-vi-pham-hanh-chinh-bo-tu-phap"

# name, who issued the document, id, level
KNOWN = [
    ("Sở Văn hóa, Thể thao và Du lịch", LAI_CHAU, "so-van-hoa-the-thao-va-du-lich-tinh-lai-chau",
     "province"),
    ("Sở Văn hoá, Thể thao và Du lịch", LAI_CHAU, "so-van-hoa-the-thao-va-du-lich-tinh-lai-chau",
     "province"),
    ("SỞ NỘI VỤ", LAI_CHAU, "so-noi-vu-tinh-lai-chau", "province"),
    ("Sở Y tế Hà Nội", JUSTICE, "so-y-te-thanh-pho-ha-noi", "province"),
    ("Sở Nội vụ TP. Hồ Chí Minh", NOWHERE, "so-noi-vu-thanh-pho-ho-chi-minh", "province"),
    ("UBND xã Mường Kim", LAI_CHAU, "uy-ban-nhan-dan-xa-muong-kim-tinh-lai-chau-b8b4", "commune"),
    ("Uỷ ban nhân dân xã Mường Kim", LAI_CHAU, "uy-ban-nhan-dan-xa-muong-kim-tinh-lai-chau-b8b4",
     "commune"),
    ("UBND xã Mường Kim tỉnh Lai Châu", NOWHERE, "uy-ban-nhan-dan-xa-muong-kim-tinh-lai-chau-b8b4",
     "commune"),
    ("Công an tỉnh", LAI_CHAU, "cong-an-tinh-lai-chau", "province"),
    ("Tòa án nhân dân tỉnh", LAI_CHAU, "toa-an-nhan-dan-tinh-lai-chau", "province"),
    ("Thanh tra tỉnh", LAI_CHAU, "thanh-tra-tinh-lai-chau", "province"),
    ("Vụ Tổ chức cán bộ", JUSTICE, "vu-to-chuc-can-bo-bo-tu-phap", "ministry"),
    ("Văn phòng Bộ", JUSTICE, "van-phong-bo-tu-phap", "ministry"),
    ("Đảng ủy Bộ", JUSTICE, "dang-uy-bo-tu-phap", "ministry"),
    ("Trường Đại học Luật Hà Nội", JUSTICE, "truong-dai-hoc-luat-ha-noi", "own"),
    ("Công ty cổ phần Sông Đà", NOWHERE, "cong-ty-co-phan-song-da", "own"),
    ("Công ti cổ phần Sông Đà", NOWHERE, "cong-ty-co-phan-song-da", "own"),
    ("Sở TN&MT", LAI_CHAU, "so-tai-nguyen-va-moi-truong-tinh-lai-chau", "province"),
    ("Sở Giáo dục - Đào tạo", LAI_CHAU, "so-giao-duc-va-dao-tao-tinh-lai-chau", "province"),
    ("Bộ CHQS tỉnh", LAI_CHAU, "bo-chi-huy-quan-su-tinh-lai-chau", "province"),
    ("Tỉnh ủy", LAI_CHAU, "cap-uy-tinh-lai-chau", "province"),
    ("Công an thành phố", HUE, "cong-an-thanh-pho-hue", "province"),
    ("UBND thành phố Lai Châu", LAI_CHAU, "uy-ban-nhan-dan-thanh-pho-lai-chau-tinh-lai-chau-0533",
     "district"),
    ("Cục Kiểm tra văn bản quy phạm và Xử lý vi phạm hành chính", JUSTICE, CHECKS, "ministry"),
    ("Cục Kiểm tra văn bản và Xử lý vi phạm hành chính", JUSTICE, CHECKS, "ministry"),
    ("Cục Kiểm tra văn bản và Quản lý, xử lý vi phạm hành chính", JUSTICE, CHECKS, "ministry"),
]  # fmt: skip

# name, who issued the document, level: what the name tells where it does not tell whose body it is
TYPED = [
    ("Sở Y tế", JUSTICE, "province"),
    ("UBND xã Mường Kim", NOWHERE, "commune"),
    ("Vụ Tổ chức cán bộ", LAI_CHAU, "ministry"),
    ("Phòng Tư pháp", JUSTICE, "province"),
    ("Trường Tiểu học Kim Đồng", JUSTICE, "province"),
    ("Công an xã Lê Lợi", NOWHERE, "commune"),
    ("Công an thành phố", LAI_CHAU, "district"),
    ("Tỉnh ủy", HUE, "district"),
    ("Chủ tịch UBND xã", LAI_CHAU, "commune"),
    ("Trạm Y tế xã", LAI_CHAU, "commune"),
]
NO_BODY = [
    "",
    "-",
    "Sở",
    "Trung tâm",
    "Ban hành",
    "Bộ Y tế",
    "xã Mường Kim",
    "12",
    "Ủy ban nhân dân",
    "Sở VH",
]


@pytest.mark.parametrize(("name", "setting", "agency_id", "level"), KNOWN)
def test_whose_body_it_is(name: str, setting: Setting, agency_id: str, level: str) -> None:
    body = body_of(name, setting, ON)
    assert body is not None
    assert (body.agency_id, body.level) == (agency_id, level)


@pytest.mark.parametrize(("name", "setting", "level"), TYPED)
def test_a_name_that_does_not_tell_whose_has_a_level_and_no_id(
    name: str, setting: Setting, level: str
) -> None:
    body = body_of(name, setting, ON)
    assert body is not None
    assert (body.agency_id, body.level, body.today_ids) == (None, level, ())


@pytest.mark.parametrize("name", NO_BODY)
def test_no_body_is_made_of_other_words(name: str) -> None:
    assert body_of(name, LAI_CHAU, ON) is None


COMMUNE = setting_of("Ủy ban nhân dân xã Thạch Hà", "12/KH-UBND", ON)
SCHOOL = setting_of("Trường THPT Duy Tân", "3/KH-THPT", ON)
DEPARTMENT = setting_of("Sở Nội vụ tỉnh Lào Cai", "3/KH-SNV", ON)
COMPANY = setting_of("Tổng công ty Điện lực miền Bắc", "3/QĐ-EVNNPC", ON)
# cell, who issued the document, each mention: as named, kind, level
OF_THE_ISSUER = [
    ("Công an xã, Ban Chỉ huy Quân sự xã", COMMUNE,
     [("Công an xã, Ủy ban nhân dân xã Thạch Hà", "police", "commune"),
      ("Ban Chỉ huy Quân sự xã, Ủy ban nhân dân xã Thạch Hà", "military", "commune")]),
    ("Phòng Kinh tế, Hạ tầng và Đô thị", COMMUNE,
     [("Phòng Kinh tế, Hạ tầng và Đô thị, Ủy ban nhân dân xã Thạch Hà", "unit", "commune")]),
    ("Văn phòng HĐND và UBND xã", COMMUNE,
     [("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Ủy ban nhân dân xã Thạch Hà", "unit",
       "commune")]),
    ("Hiệu trưởng; Chủ tịch Công đoàn", SCHOOL,
     [("Hiệu trưởng, Trường THPT Duy Tân", "post", "own"),
      ("Công đoàn, Trường THPT Duy Tân", "front", "own")]),
    ("Ban Kỹ thuật", COMPANY, [("Ban Kỹ thuật, Tổng công ty Điện lực miền Bắc", "unit", "own")]),
    ("Phòng Tổ chức; Giám đốc Sở", DEPARTMENT,
     [("Phòng Tổ chức, Sở Nội vụ tỉnh Lào Cai", "unit", "province"),
      ("Giám đốc, Sở Nội vụ tỉnh Lào Cai", "post", "province")]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "setting", "named"), OF_THE_ISSUER)
def test_units_and_posts_of_whoever_issued_the_document_are_named_with_it(
    cell: str, setting: Setting, named: list[tuple[str, str, str]]
) -> None:
    bodies = [resolve(mention, setting, ON) for mention in parse_agencies(cell, None, ON)]
    assert [(b.name, b.kind, b.level) for b in bodies if b and b.of_issuer] == named
    assert not any(body.agency_id for body in bodies if body)


def test_the_canonical_name_says_whose_body_it_is() -> None:
    names = ["Công an tỉnh", "Sở Nội vụ", "UBND xã Lê Lợi", "Thanh tra tỉnh"]
    bodies = [body_of(name, LAI_CHAU, ON) for name in names]
    assert [body.name for body in bodies if body] == [
        "Công an tỉnh Lai Châu",
        "Sở Nội vụ tỉnh Lai Châu",
        "Ủy ban nhân dân xã Lê Lợi, tỉnh Lai Châu",
        "Thanh tra tỉnh Lai Châu",
    ]


def test_places_that_differ_in_their_marks_alone_differ_in_their_ids() -> None:
    names = ["UBND xã Đông Hà", "UBND xã Đồng Hạ", "UBND xã Đông  Hà", "Uỷ ban nhân dân xã Đông Hà"]
    ids = [body.agency_id for name in names if (body := body_of(name, LAI_CHAU, ON))]
    assert ids[0] != ids[1]
    assert ids[0] == ids[2] == ids[3]


@pytest.mark.parametrize("text", ["UBND thành phố Lào Cai", "VNPT Lào Cai"])
def test_a_city_or_branch_is_not_the_province_of_its_name(text: str) -> None:
    (mention,) = parse_agencies(text, None, ON)
    assert (mention.text, mention.agency_id) == (text, None)


def test_departments_may_be_listed_by_their_fields() -> None:
    mentions = parse_agencies("Sở Tài chính, Xây dựng và Nội vụ; Bộ Y tế", None, ON)
    bodies = [resolve(mention, LAI_CHAU, ON) for mention in mentions]
    assert [body.agency_id for body in bodies if body] == [
        "so-tai-chinh-tinh-lai-chau", "so-xay-dung-tinh-lai-chau", "so-noi-vu-tinh-lai-chau",
        "bo-y-te",
    ]  # fmt: skip


def test_one_unit_may_be_for_several_fields() -> None:
    cell = "Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp, Cục Công nghiệp và UBND tỉnh"
    assert [mention.text for mention in parse_agencies(cell, None, ON)] == [
        "Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp", "Cục Công nghiệp", "UBND tỉnh",
    ]  # fmt: skip
    cell = "Cục Kế hoạch, Tài chính, Vụ Pháp chế, Tài chính"  # the first is listed, the other not
    assert [mention.text for mention in parse_agencies(cell, None, ON)] == [
        "Cục Kế hoạch, Tài chính", "Vụ Pháp chế", "Tài chính",
    ]  # fmt: skip


# cell, where its mentions are parted
FIELDS = [
    ("Cục Quản lý Y, Dược cổ truyền, Vụ Bảo hiểm y tế",
     ["Cục Quản lý Y, Dược cổ truyền", "Vụ Bảo hiểm y tế"]),
    ("Chi cục Chăn nuôi, Thú y và Thủy sản", ["Chi cục Chăn nuôi, Thú y và Thủy sản"]),
    ("Vụ Pháp chế, Tổ chức cán bộ", ["Vụ Pháp chế", "Tổ chức cán bộ"]),
    ("Phòng Đào tạo, Giảng viên", ["Phòng Đào tạo", "Giảng viên"]),
    ("Ban Giám hiệu, Công đoàn, Nguyễn Văn An", ["Ban Giám hiệu", "Công đoàn", "Nguyễn Văn An"]),
    ("Sở VH, TT và DL", ["Sở VH, TT và DL"]),
    ("Sở Y tế, Sở VH,", ["Sở Y tế", "Sở VH"]),
    ("Sở Tài chính, VNPT", ["Sở Tài chính", "VNPT"]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "mentions"), FIELDS)
def test_a_comma_is_part_of_a_name_where_a_field_of_it_follows(
    cell: str, mentions: list[str]
) -> None:
    assert [mention.text for mention in parse_agencies(cell, None, ON)] == mentions


def test_a_list_may_print_the_first_word_of_units_once() -> None:
    mentions = parse_agencies("Vụ Pháp chế, Tổ chức cán bộ", None, ON)
    bodies = [resolve(mention, JUSTICE, ON) for mention in mentions]
    assert [body and body.agency_id for body in bodies][-1] == "vu-to-chuc-can-bo-bo-tu-phap"


@pytest.mark.parametrize(
    ("place", "lines", "on", "province"),
    [
        ("xã Tuần Giáo", (), date(2025, 11, 3), "tinh-dien-bien"),
        ("xã Tuần Giáo", (), date(2025, 6, 3), None),
        ("xã Tân Tiến", (), date(2025, 11, 3), None),
        ("xã Tân Tiến", ("ĐẢNG BỘ TỈNH ĐỒNG NAI",), date(2025, 11, 3), "tinh-dong-nai"),
        ("xã Tân Tiến", ("Xã Tân Tiến, huyện Vị Thủy, tỉnh Hà Giang",), date(2024, 1, 3),
         "tinh-ha-giang"),
        ("xã Tả Van", ("tỉnh Lai Châu", "xã Tả Van"), date(2025, 11, 3), "tinh-lao-cai"),
    ],
)  # fmt: skip
def test_in_which_province_a_commune_lies(
    place: str, lines: tuple[str, ...], on: date, province: str | None
) -> None:
    assert province_of(place, lines, on) == province


@pytest.mark.parametrize(
    ("name", "agency_id", "level"),
    [
        ("Công an xã", None, "commune"),
        ("Sở Y tế", "so-y-te-tinh-dien-bien", "province"),
        ("Tổ công nghệ số cộng đồng", None, "commune"),
    ],
)
def test_bodies_of_a_commune_have_its_province(
    name: str, agency_id: str | None, level: str
) -> None:
    setting = setting_of("Ủy ban nhân dân xã Tuần Giáo", "1/KH-UBND", ON, "tinh-dien-bien")
    body = body_of(name, setting, ON)
    assert body is not None
    assert (body.agency_id, body.level, body.province_id) == (agency_id, level, "tinh-dien-bien")


@pytest.mark.parametrize(
    "spellings",
    [
        ("Cục Công nghệ thông tin và Chuyển đổi số", "Cục CNTT&CĐS", "Cục CNTT và CĐS",
         "Cục Công nghệ thông tin & Chuyển đổi số", "Cục Công nghệ thông tin, chuyển đổi số"),
        ("Vụ Tổ chức cán bộ", "Vụ TCCB"),
        ("Cục Kế hoạch - Tài chính", "Cục Kế hoạch – Tài chính", "Cục KHTC", "Cục KH-TC"),
        ("Văn phòng Bộ", "VP Bộ", "Văn phòng bộ Tài chính"),
    ],
)  # fmt: skip
def test_a_unit_of_a_ministry_has_one_id_in_all_its_spellings(spellings: tuple[str, ...]) -> None:
    setting = setting_of("Bộ Tài chính", "1/QĐ-BTC", ON)
    mentions = [mention for text in spellings for mention in parse_agencies(text, None, ON)]
    bodies = [resolve(mention, setting, ON) for mention in mentions]
    assert len({body and body.agency_id for body in bodies}) == 1


def test_an_office_is_left_out() -> None:
    (mention,) = parse_agencies("Giám đốc Sở Nội vụ", None, ON)
    body = resolve(mention, LAI_CHAU, ON)
    assert mention.office == "Giám đốc"
    assert body is not None
    assert body.agency_id == "so-noi-vu-tinh-lai-chau"


def test_a_merged_body_leads_to_those_of_today() -> None:
    (mention,) = parse_agencies("Bộ Thông tin và Truyền thông", None, date(2025, 1, 9))
    body = resolve(mention, NOWHERE, date(2025, 1, 9))
    assert body is not None
    assert body.today_ids == (
        "bo-khoa-hoc-va-cong-nghe",
        "bo-van-hoa-the-thao-va-du-lich",
        "bo-cong-an",
    )


def test_what_became_of_a_department_of_a_merged_province_is_left_open() -> None:
    before = date(2025, 1, 9)
    setting = setting_of("Ủy ban nhân dân tỉnh Yên Bái", None, before)
    body = body_of("Sở Nội vụ", setting, before)
    assert body is not None
    assert (body.agency_id, body.today_ids) == ("so-noi-vu-tinh-yen-bai", ())


@given(st.text(max_size=60))
def test_any_text_is_a_body_or_none(text: str) -> None:
    body = body_of(text, LAI_CHAU, ON)
    assert body is None or body.name


CELLS = [
    ("Chủ trì: Bộ A; Phối hợp: Bộ B", [("lead", "Bộ A; "), ("coordination", "Bộ B")]),
    ("Cơ quan chủ trì: Bộ A. Cơ quan phối hợp: Bộ B, Bộ C",
     [("lead", "Bộ A. "), ("coordination", "Bộ B, Bộ C")]),
    ("Bộ A. Phối hợp thực hiện: Bộ B", [("lead", "Bộ A. "), ("coordination", "Bộ B")]),
    ("Bộ A chủ trì, phối hợp với Bộ B", [("lead", "Bộ A chủ trì, phối hợp với Bộ B")]),
    ("Bộ A", [("lead", "Bộ A")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), CELLS)
def test_a_cell_that_says_who_leads_and_who_helps(text: str, parts: list[tuple[str, str]]) -> None:
    assert list(duties(text, "lead")) == parts


def test_a_dash_inside_a_name_stays_in_it() -> None:
    body = body_of("Vụ Pháp luật dân sự - kinh tế", JUSTICE, ON)
    assert body is not None
    assert body.name == "Vụ Pháp luật dân sự - kinh tế, Bộ Tư pháp"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Bộ Tư lệnh Bộ đội Biên phòng", "bo-tu-lenh-bo-doi-bien-phong"),
        ("Bộ Tư lệnh Cảnh sát biển", "canh-sat-bien-viet-nam"),
        ("Bộ đội Biên phòng", None),
        ("Bộ đội Biên phòng tỉnh", None),
        ("Bộ Tư lệnh Vùng Cảnh sát biển 2", None),
    ],
)
def test_commands_of_guards_are_known_and_those_of_places_are_not_taken_for_them(
    text: str, agency: str | None
) -> None:
    (mention,) = parse_agencies(text, None, ON)
    assert mention.agency_id == agency

"""What statutes state about themselves: invented cases, and hundreds of real statutes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

import regkit
from regkit import Statute, without_whitespace
from regkit.metadata import AfterEvent, EventKind, Metadata, read_metadata

CLOSING = "本条例自2022年7月1日起施行。"


def read(notes: str = "", closing: str = CLOSING, announcement: str = "") -> Metadata:
    text = f"{announcement}\n云汀市河湖条例\n{notes}\n第一条　为了保护河湖，制定本条例。\n第二条　{closing}\n"
    return read_metadata(regkit.parse(text))


def event_lines(metadata: Metadata) -> list[str]:
    """Each event before the articles on one line: kind, day, body, and the decision it rests on."""
    return [
        " ".join(
            filter(None, (event.kind, str(event.day), event.by, event.decision and f"《{event.decision}》"))
        )
        for event in metadata.events
        if isinstance(event.source, str)
    ]


class TestNotes:
    def test_a_regulation_of_a_province(self) -> None:
        metadata = read("（2022年5月13日云州省第十三届人民代表大会常务委员会第三十三次会议通过）")
        assert event_lines(metadata) == ["通过 2022-05-13 云州省第十三届人民代表大会常务委员会第三十三次会议"]
        assert metadata.title == "云汀市河湖条例"
        assert metadata.authority == "云州省人民代表大会常务委员会"
        assert (metadata.passed, metadata.promulgated, metadata.in_force) == (
            date(2022, 5, 13),
            None,
            date(2022, 7, 1),
        )
        assert (metadata.amended, metadata.repealed, metadata.unread) == ((), None, ())
        assert (
            metadata.events[0].words == "2022年5月13日云州省第十三届人民代表大会常务委员会第三十三次会议通过"
        )
        assert [str(event.source) for event in metadata.events] == ["notes", "第二条"]

    def test_a_city_passes_and_its_province_approves(self) -> None:
        metadata = read(
            "2021年7月3日 云汀市第七届人民代表大会第二次会议通过\n"
            "2021年7月30日 云州省第十三届人民代表大会常务委员会第二十六次会议批准"
        )
        assert event_lines(metadata) == [
            "通过 2021-07-03 云汀市第七届人民代表大会第二次会议",
            "批准 2021-07-30 云州省第十三届人民代表大会常务委员会第二十六次会议",
        ]
        assert metadata.authority == "云汀市人民代表大会"

    def test_verbs_in_the_title_of_a_decision_are_not_events(self) -> None:
        metadata = read(
            "（2011年12月8日云州省第十一届人大常委会第二十八次会议通过　根据2018年4月26日云州省第十三届人大常委会"
            "第三次会议《关于废止和修改〈云州省河道管理条例〉等五部地方性法规的决定》第一次修正）"
        )
        assert event_lines(metadata) == [
            "通过 2011-12-08 云州省第十一届人大常委会第二十八次会议",
            f"修正 2018-04-26 云州省第十三届人大常委会第三次会议 《{metadata.events[1].decision}》",
        ]
        assert metadata.events[1].decision == "关于废止和修改〈云州省河道管理条例〉等五部地方性法规的决定"
        assert metadata.amended == (date(2018, 4, 26),)

    def test_the_title_of_a_decision_may_lack_title_marks(self) -> None:
        metadata = read("2012年1月13日云州省人大常委会会议关于修改《云州省水条例》等五件法规的决定第二次修正")
        assert event_lines(metadata) == [
            "修正 2012-01-13 云州省人大常委会会议 《关于修改《云州省水条例》等五件法规的决定》"
        ]

    def test_a_decision_of_a_city_is_approved_by_its_province(self) -> None:
        """In either order, the amendment has the date of the city and the approval that of the province."""
        passed = "1998年8月22日云汀市第九届人大常委会第十三次会议通过\n"
        before = passed + (
            "2008年4月22日 云汀市第十一届人大常委会第八次会议通过\n"
            "2008年8月1日 云州省第十一届人大常委会第五次会议批准的《关于修改〈云汀市河湖条例〉的决定》修正"
        )
        after = passed + (
            "2008年8月1日 云州省第十一届人大常委会第五次会议批准的2008年4月22日云汀市第十一届人大常委会第八次会议"
            "《关于修改〈云汀市河湖条例〉的决定》修正"
        )
        amended = "修正 2008-04-22 云汀市第十一届人大常委会第八次会议 《关于修改〈云汀市河湖条例〉的决定》"
        approved = "批准 2008-08-01 云州省第十一届人大常委会第五次会议 《关于修改〈云汀市河湖条例〉的决定》"
        assert event_lines(read(before))[1:] == [amended, approved]
        assert event_lines(read(after))[1:] == [approved, amended]
        assert read(after).passed == date(1998, 8, 22)

    def test_an_approval_may_be_named_without_its_own_decision(self) -> None:
        """In 经某日某会议关于批准《某决定》第一次修正 the words 的决定 after the title are left out."""
        metadata = read(
            "1994年9月28日 云汀市第十届人大常委会第十三次会议通过\n"
            "1997年9月26日 云汀市第十届人大常委会第三十三次会议通过并经1997年10月15日云州省第八届人大常委会"
            "关于批准《云汀市人大常委会关于修改〈云汀市河湖条例〉的决定》第一次修正"
        )
        decision = "云汀市人大常委会关于修改〈云汀市河湖条例〉的决定"
        assert [
            (enactment.kind, enactment.day, enactment.decisions) for enactment in metadata.enactments
        ] == [
            (EventKind.PASSED, date(1994, 9, 28), ()),
            (EventKind.AMENDED, date(1997, 9, 26), (decision,)),
        ]
        approved = metadata.enactments[1].approved
        assert approved and approved.day == date(1997, 10, 15)

    def test_notes_without_a_break_may_be_many(self) -> None:
        """A law that is older has more amendments; they are all read even where they stand below a line that is no note."""
        years = range(2001, 2021)
        lines = [
            f"{year}年3月1日 云汀市人大常委会会议《关于修改〈云汀市河湖条例〉的决定》修正" for year in years
        ]
        metadata = read("云汀市水务局汇编\n1999年3月1日 云汀市人大常委会会议通过\n" + "\n".join(lines))
        assert [enactment.day for enactment in metadata.enactments] == [
            date(1999, 3, 1),
            *(date(year, 3, 1) for year in years),
        ]

    def test_a_sentence_may_span_two_lines(self) -> None:
        metadata = read(
            "2019年8月26日 云州省人大常委会会议《关于修改〈云州省水条例〉\n、〈云汀市河湖条例〉的决定》修正"
        )
        assert metadata.amended == (date(2019, 8, 26),)
        assert metadata.events[0].decision == "关于修改〈云州省水条例〉、〈云汀市河湖条例〉的决定"
        assert metadata.events[0].words.count("\n") == 1

    def test_an_interpretation_may_be_passed_by_two_bodies(self) -> None:
        metadata = read(
            "2011年6月20日 最高人民法院审判委员会第1524次会议、2011年7月11日最高人民检察院第十一届检察委员会"
            "第63次会议通过\n法释〔2011〕99号"
        )
        assert event_lines(metadata) == [
            "通过 2011-06-20 最高人民法院审判委员会第1524次会议",
            "通过 2011-07-11 最高人民检察院第十一届检察委员会第63次会议",
        ]
        assert metadata.authority == "最高人民法院、最高人民检察院"
        assert metadata.document_number == "法释〔2011〕99号"

    def test_a_body_that_passed_the_text_later_is_not_the_authority(self) -> None:
        metadata = read(
            "1998年8月22日云汀市人民代表大会常务委员会第十三次会议通过\n"
            "2003年8月22日云州省人民代表大会常务委员会第三次会议通过"
        )
        assert metadata.authority == "云汀市人民代表大会常务委员会"

    def test_orders_have_document_numbers(self) -> None:
        metadata = read(
            "（2002年10月28日中华人民共和国国务院令第1358号公布　自2002年12月1日起施行）",
            "本条例自公布之日起施行。",
        )
        assert event_lines(metadata) == ["公布 2002-10-28 中华人民共和国国务院", "施行 2002-12-01"]
        assert metadata.document_number == metadata.events[0].number == "中华人民共和国国务院令第1358号"
        assert metadata.authority == "国务院"
        assert metadata.in_force == date(2002, 10, 28)

    def test_the_dates_are_those_of_the_last_revision(self) -> None:
        metadata = read(
            "1999年1月5日云汀市人民政府令第1号发布\n"
            "2009年1月8日 《云汀市人民政府关于修改部分规章的决定》第一次修订\n"
            "2021年3月2日云汀市人民政府第7次常务会议修订通过\n"
            "2021年4月1日云汀市人民政府令第20号公布",
            "本办法自发布之日起施行。",
        )
        assert (metadata.passed, metadata.promulgated, metadata.in_force) == (
            date(2021, 3, 2),
            *2 * (date(2021, 4, 1),),
        )
        assert metadata.revised == (date(2009, 1, 8), date(2021, 3, 2))
        assert metadata.document_number == "云汀市人民政府令第20号"

    def test_two_verbs_may_share_a_date(self) -> None:
        assert event_lines(read("2020年2月1日云州省水利厅令第5号公布施行")) == [
            "公布 2020-02-01 云州省水利厅",
            "施行 2020-02-01",
        ]

    @pytest.mark.parametrize(
        "day",
        ["二○二二年五月十三日", "二〇二二年五月十三日", "２０２２年５月１３日", "2022 年 5 月 13 日"],
    )
    def test_a_date_may_be_written_in_many_ways(self, day: str) -> None:
        assert read(f"（{day} 云汀市人大 常委会会议 通 过）").passed == date(2022, 5, 13)

    def test_an_impossible_date_keeps_its_words(self) -> None:
        metadata = read("2022年2月30日云汀市人大常委会会议通过")
        assert metadata.passed is None
        assert metadata.events[0].words == "2022年2月30日云汀市人大常委会会议通过"

    def test_a_repeal_is_an_event(self) -> None:
        metadata = read("1999年1月1日云汀市人大常委会会议通过 2020年3月1日云汀市人大常委会会议决定废止")
        assert metadata.repealed == date(2020, 3, 1)

    def test_notes_that_cannot_be_read_are_kept(self) -> None:
        lines = ("2020年1月1日 云汀市", "（附：说明）")
        assert read("\n".join(lines)).unread == lines

    def test_a_body_that_did_not_act_is_no_event(self) -> None:
        assert event_lines(read("（云汀市人大常委会法制工作委员会整理，供公布前参考）")) == []


class TestClosing:
    @pytest.mark.parametrize(
        ("closing", "day"),
        [
            ("本条例自二○二二年七月一日起施行。", date(2022, 7, 1)),
            ("本法自2022年7月1日起生效。", date(2022, 7, 1)),
            ("本条例经批准后，自2022年7月1日起施行。", date(2022, 7, 1)),
            ("本条例自公布之日起施行。", date(2022, 6, 1)),
            ("本条例自通过之日起施行。", date(2022, 5, 13)),
            ("本条例自公布之日起30日后施行。", None),
            ("本条例自2022年13月1日起施行。", None),
            ("本条例第一条自2022年7月1日起施行。", None),
            ("2022年7月1日起施行的《云汀市水办法》继续有效。", None),
        ],
    )
    def test_the_effective_date_is_read_from_the_closing_article(
        self, closing: str, day: date | None
    ) -> None:
        metadata = read("2022年5月13日云汀市人大常委会会议通过 2022年6月1日云汀市人大常委会公告公布", closing)
        assert metadata.in_force == day

    @pytest.mark.parametrize(
        ("closing", "whole", "provisions", "day"),
        [
            (f"{CLOSING[:-1]}，第一条自2023年1月1日起施行。", date(2022, 7, 1), "第一条", date(2023, 1, 1)),
            (
                f"{CLOSING}其中，第一条第一款、第三条至第五条的规定自2023年1月1日起施行。",
                date(2022, 7, 1),
                "第一条第一款 第三条 第四条 第五条",
                date(2023, 1, 1),
            ),
            ("本条例第一条自2023年1月1日起施行。", None, "第一条", date(2023, 1, 1)),
        ],
    )
    def test_some_articles_may_have_an_effective_date_of_their_own(
        self, closing: str, whole: date | None, provisions: str, day: date
    ) -> None:
        metadata = read(closing=closing)
        assert metadata.in_force == whole
        (event,) = [event for event in metadata.events if event.provisions]
        assert " ".join(map(str, event.provisions)) == provisions
        assert metadata.day_of(event) == day

    def test_an_event_keeps_the_words_of_the_article(self) -> None:
        event = read(closing="本条例自公布之日起三十日后施行。").events[0]
        assert (event.words, event.day) == ("本条例自公布之日起三十日后施行", None)
        assert read(closing="本条例自公布之日起施行。").events[0].when == AfterEvent(EventKind.PROMULGATED)

    @pytest.mark.parametrize(
        ("closing", "titles"),
        [
            (f"{CLOSING}《云汀市河道条例》同时废止。", ("云汀市河道条例",)),
            (
                "自2022年7月1日起施行，2011年12月8日市人大常委会通过的《甲办法》（云政令第3号）和《关于修改〈甲办法〉的决定》同时废止。",
                ("甲办法", "关于修改〈甲办法〉的决定"),
            ),
            ("2014年7月1日起施行的《甲办法》同时废止。", ("甲办法",)),
            (
                "下列规定自本条例施行之日起废止：\n（一）《甲办法》；\n（二）《乙办法》。",
                ("甲办法", "乙办法"),
            ),
            ("依照《云州省水条例》制定的规定与本条例不一致的，应当予以废止。", ()),
            ("《甲办法》第三条同时废止。", ()),
            ("法规的修改、废止程序，适用《云州省立法条例》。", ()),
        ],
    )
    def test_repealed_titles_are_read_from_the_closing_article(
        self, closing: str, titles: tuple[str, ...]
    ) -> None:
        assert read(closing=closing).repeals == titles


def test_an_announcement_has_its_number_above_and_its_date_below() -> None:
    announcement = (
        "云汀市人民代表大会常务委员会公告\n第12号\n"
        "《云汀市河湖条例》已由云汀市第十六届人民代表大会常务委员会第三次会议于2022年4月28日通过，"
        "经云州省第十三届人民代表大会常务委员会第三十三次会议于2022年5月13日批准，现予公布，自2022年7月1日起施行。\n"
        "云汀市人民代表大会常务委员会\n2022年5月20日"
    )
    metadata = read(announcement=announcement)
    assert event_lines(metadata) == [
        "通过 2022-04-28 云汀市第十六届人民代表大会常务委员会第三次会议",
        "批准 2022-05-13 云州省第十三届人民代表大会常务委员会第三十三次会议",
        "公布 2022-05-20 云汀市人民代表大会常务委员会",
        "施行 2022-07-01",
    ]
    assert metadata.document_number == "云汀市人民代表大会常务委员会公告第12号"
    assert (metadata.passed, metadata.promulgated) == (date(2022, 4, 28), date(2022, 5, 20))


def test_a_statute_without_notes_has_only_what_its_title_states() -> None:
    law = regkit.parse("云州省水利厅关于示范的规定\n第一条　甲。")
    assert read_metadata(law) == Metadata(title="云州省水利厅关于示范的规定", authority="云州省水利厅")
    assert read_metadata(Statute()) == Metadata()


@pytest.mark.parametrize(
    "piece",
    [
        "《",
        "》",
        "2020年1月1日甲会议、",
        "2020年1月1日",
        "通过",
        "公布",
        "现予公布",
        "关于修改",
        "〔2020〕",
        "第一次",
    ],
)
def test_hostile_notes_are_read_in_linear_time(piece: str) -> None:
    text = "2020年1月1日甲会议通过" + piece * (100_000 // len(piece))
    begin = time.perf_counter()
    read_metadata(Statute(announcement=("甲公告", text), notes=(text,), preamble=(text,)))
    # Reading in linear time takes less than a second.
    assert time.perf_counter() - begin < 60


def test_the_events_of_real_statutes_are_found(corpus: list[Path]) -> None:
    dated_notes = found_notes = closing_articles = found_closings = 0
    for file in corpus:
        law = regkit.load(file)
        metadata = read_metadata(law)
        printed = without_whitespace(regkit.to_text(law))
        for event in metadata.events:
            words = without_whitespace(event.words)
            assert words in printed, file
            # Every date comes from the words of the event itself.
            assert event.day is None or event.day in _days_in(words), (file, event)
            for part in (event.by, event.number, event.decision):
                assert part is None or part in printed, (file, part)
        assert all(title in printed for title in metadata.repeals), file
        days = {event.day for event in metadata.events}
        for note in law.notes:
            first = _days_in(without_whitespace(note)[:12])
            dated_notes += bool(first)
            found_notes += bool(first and first[0] in days)
        last = "".join(
            without_whitespace(part.text) for article in law.articles[-3:] for part in article.children
        )
        closing_articles += "起施行。" in last
        found_closings += "起施行。" in last and any(
            e.kind is EventKind.IN_FORCE and not isinstance(e.source, str) for e in metadata.events
        )
    assert dated_notes and found_notes / dated_notes > 0.995
    assert closing_articles and found_closings / closing_articles > 0.99


def _days_in(words: str) -> list[date]:
    """The dates in a text without white space, found without the rules under test."""
    days = []
    for index, character in enumerate(words):
        if character == "年":
            month, _, rest = words[index + 1 :].partition("月")
            parts = words[max(index - 4, 0) : index], month, rest.partition("日")[0]
            try:
                days.append(date(*map(regkit.from_chinese, parts)))
            except ValueError:
                continue
    return days

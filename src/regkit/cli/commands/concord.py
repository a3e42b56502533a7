"""regkit concord: which articles of the higher law (上位法) each article may implement."""

from __future__ import annotations

import click

from regkit.cli.jsonl import print_json
from regkit.cli.options import JSON
from regkit.cli.printing import as_text, echo
from regkit.concordance import Correspondence
from regkit.concordance import concord as find_concordance
from regkit.contracts.citations import ConcordedFile, to_proposals
from regkit.errors import ParseError, UnreadableFileError
from regkit.files import load
from regkit.model.address import ROOT, Address
from regkit.model.levels import Level
from regkit.model.tree import Statute

# The least strength of a correspondence that is called 强 (strong) and 中 (medium); anything below is 弱 (weak).
_STRONG, _MEDIUM = 0.3, 0.12


@click.command("concord", epilog="例：regkit concord 条例.docx 上位法.docx")
@click.argument("file", metavar="FILE", type=click.Path(readable=False), help="本法规的文件。")
@click.argument("law", metavar="LAW", type=click.Path(readable=False), help="上位法的文件。")
@JSON
def command(file: str, law: str, as_json: bool) -> None:
    """与上位法对照：FILE 的每一条可能对应 LAW 的哪几条，依据是两边共有的文字。

    这是按文字相似程度提出的建议，供起草人核对、取舍。
    """
    statute, higher = _load(file), _load(law)
    proposals = find_concordance(statute, higher)
    articles = [ROOT.child(Level.ARTICLE, article.number) for article in statute.articles]
    if as_json:
        proposed = {proposal.article for proposal in proposals}
        without = tuple(str(article) for article in articles if article not in proposed)
        print_json(
            ConcordedFile(as_text(file), as_text(law), to_proposals(proposals), without, proposals.coarse)
        )
        return
    echo(
        f"《{statute.title or as_text(file)}》与《{higher.title or as_text(law)}》对照："
        f"{len(articles)} 条中 {len({proposal.article for proposal in proposals})} 条有建议。"
    )
    if proposals.coarse:
        echo("条文过多，每一条只与少见词语相同最多的几条比较，可能有遗漏，请核对。")
    proposed_for: dict[Address, list[Correspondence]] = {}
    for proposal in proposals:
        proposed_for.setdefault(proposal.article, []).append(proposal)
    for article in articles:
        _print_article(article, proposed_for.get(article, []))


def _load(path: str) -> Statute:
    try:
        return load(path)
    except (ParseError, UnreadableFileError) as error:
        raise click.ClickException(f"{as_text(path)}：{error}") from None


def _print_article(article: Address, proposals: list[Correspondence]) -> None:
    if not proposals:
        echo(f"{article}\t—")
    for proposal in proposals:
        strength = "强" if proposal.strength >= _STRONG else "中" if proposal.strength >= _MEDIUM else "弱"
        phrases = "、".join(f"“{phrase}”" for phrase in proposal.shared)
        echo(f"{article}\t{proposal.higher}\t{strength} {proposal.strength:.2f}\t{phrases}")

"""Sentences about lists of problems that are imported."""

from __future__ import annotations

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "problem_list.no_header": LocalText(
        "没有找到问题清单的表头。表头要在前 20 行内，至少有“问题”“整改责任人”“整改期限”三栏。",
        "No header of a list of problems was found. Within the first 20 rows it needs 问题 (matter), 整改责任人 (owner) "
        "and 整改期限 (deadline).",
    ),
    "problem_list.too_many": LocalText(
        "一次最多导入 {most} 个问题，请分成几个文件。", "At most {most} problems are imported at once; divide the file."
    ),
    "problem_list.clause": LocalText(
        "条款“{clause}”对上了 {found} 条，要正好一条。请写条款编号，如“第六条”，或留空。",
        "The clause “{clause}” names {found} clauses and must name one. Write its number, or leave it empty.",
    ),
    "problem_list.found_ahead": LocalText(
        "发现日期不能晚于今天（{today}）。", "A problem cannot have been found after today ({today})."
    ),
    "problem_list.row_done": LocalText(
        "已经销号、撤销或待验收的不导入：验收要在这里由另一个人来做。",
        "Closed, dropped or handed in already, and left out: accepting is for another person, here.",
    ),
    "problem_list.help": LocalText(
        "从表格导入问题清单：全部登记，有一格读不懂就一个也不登记；再导一次不会重复。",
        "Import a list of problems: all are opened, or none if a cell cannot be read; a second run adds none.",
    ),
    "problem_list.refused": LocalText(
        "有 {refused} 格不合格，一个问题也没有登记；请在原表里改好再导。",
        "{refused} cells were refused and no problem was opened; mend them in the file and try again.",
    ),
    "problem_list.done": LocalText(
        "登记 {added} 个问题，原已有 {already} 个。", "{added} problems opened, {already} were there already."
    ),
    "problem_list.tried": LocalText(
        "试读：可登记 {ready} 个问题，不合格 {refused} 格；没有写入。",
        "Tried: {ready} problems can be opened, {refused} cells refused; nothing was written.",
    ),
}

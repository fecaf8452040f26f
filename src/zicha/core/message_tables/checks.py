"""Sentences of the document checker and of the readers before it."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "placeholders.left": LocalText("“{text}”还没有填。", "“{text}” is still to be filled in."),
    "doubled.word": LocalText("“{text}”是同一个词写了两遍。", "“{text}” is one word written twice."),
    "doubled.sign": LocalText("“{text}”多写了一个字。", "“{text}” has one sign too many."),
    "brackets.alone": LocalText("“{text}”没有成对。", "“{text}” has no partner."),
    "punctuation.half": LocalText("中文之间用了半角标点“{text}”。", "Half-width “{text}” between Chinese words."),
    "punctuation.bracket": LocalText("中文用了半角括号“{text}”。", "Half-width bracket “{text}” around Chinese words."),
    "punctuation.twice": LocalText("标点“{text}”重复或冲突。", "The marks “{text}” repeat or contradict each other."),
    "numbering.gap": LocalText(
        "序号“{text}”不连续，这里应是“{expected}”。", "Number “{text}” is out of row; “{expected}” is next."
    ),
    "lists.count": LocalText("写的是{text}，后面列了{named}个书名。", "It says {text}, but {named} titles follow."),
    "periods.until": LocalText(
        "“{text}”不在报告期{period}之内。", "“{text}” lies outside the report's period, {period}."
    ),
    "periods.half": LocalText("“{text}”与报告期{period}不符。", "“{text}” contradicts the report's period, {period}."),
    "copied.paragraph": LocalText(
        "这一段与上期报告{place}重复{percent}%。",
        "{percent}% of this paragraph repeats {place} of the last report.",
    ),
    "signature.missing": LocalText("文末没有成文日期。", "There is no date at the end."),
    "signature.form": LocalText(
        "成文日期“{text}”应写成“2026年7月1日”的形式，月、日前不加0。",
        "The date “{text}” should be written like 2026年7月1日, without leading zeros.",
    ),
    "document.old_or_locked": LocalText(
        "这是旧版 .doc 文件，或是加了密码的文档。请在 Word 或 WPS 中去掉密码，另存为 .docx 后再试。",
        "This is an old .doc file or a document with a password. Remove the password, save it as .docx and try again.",
    ),
    "document.pdf": LocalText(
        "这是 PDF，改动已经看不出来了。请交 Word（.docx）文件。",
        "This is a PDF. Hand in the Word (.docx) file instead.",
    ),
    "document.not_docx": LocalText(
        "这不是 Word（.docx）文件。请用 Word 或 WPS 打开后另存为 .docx。",
        "This is not a Word (.docx) file. Open it in Word or WPS and save it as .docx.",
    ),
    "document.damaged": LocalText(
        "文档已损坏，读不出来。请用 Word 或 WPS 打开修复后重新保存。",
        "The document is damaged and cannot be read. Open and repair it in Word or WPS, then save it again.",
    ),
    "document.too_large": LocalText(
        "文档解开后超过 {megabytes} MB，没有读。请删去大图后再试。",
        "The document unpacks to more than {megabytes} MB and was not read. Remove large pictures and try again.",
    ),
    "document.not_text": LocalText(
        "这个文件不是文本。可以核对的有 .docx、.txt 和 .md。",
        "This file is not text. Files of .docx, .txt and .md can be checked.",
    ),
}

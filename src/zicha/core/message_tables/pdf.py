"""Sentences about a report as PDF: faces, characters, LibreOffice."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "reports.font_folder": LocalText(
        "没有字体文件夹“{folder}”。请改正 ZICHA_FONTS，或不设置它，改用自带的思源宋体和思源黑体。",
        "There is no folder of fonts “{folder}”. Correct ZICHA_FONTS, or unset it to use the fonts zicha brings.",
    ),
    "reports.fonts_not_chinese": LocalText(
        "在字体文件夹“{folder}”里没有认出中文字体（找到：{found}）。请放入小标宋、仿宋、楷体、黑体、宋体，"
        "或用 ZICHA_FONT_FAMILIES 写明，如 仿宋=FandolFang。",
        "No Chinese font is recognised in the folder “{folder}” (found: {found}). Add 小标宋, 仿宋, 楷体, 黑体 or 宋体, "
        "or name what is there in ZICHA_FONT_FAMILIES, as in 仿宋=FandolFang.",
    ),
    "reports.font_not_chinese": LocalText(
        "字体“{family}”（文件夹“{folder}”）里没有汉字。请在 ZICHA_FONT_FAMILIES 里换一种中文字体。",
        "The font “{family}” in the folder “{folder}” holds no Chinese. Name a Chinese font in ZICHA_FONT_FAMILIES.",
    ),
    "reports.font_unknown": LocalText(
        "字体文件夹“{folder}”里没有字体“{family}”（找到：{found}）。请改正 ZICHA_FONT_FAMILIES，或放入这种字体。",
        "The folder “{folder}” has no font “{family}” (found: {found}). Correct ZICHA_FONT_FAMILIES or add the font.",
    ),
    "reports.font_role": LocalText(
        "ZICHA_FONT_FAMILIES 里的“{role}”不是公文用到的字体；可以写的有：{roles}，如 仿宋=FandolFang。",
        "“{role}” in ZICHA_FONT_FAMILIES is no font of an official document. There are: {roles}, as in 仿宋=FandolFang.",
    ),
    "reports.no_libreoffice": LocalText(
        "没有安装 LibreOffice，不能按 Word 文件的分页生成 PDF。请先安装（Debian：apt-get install libreoffice-writer），"
        "或者不写 --via，直接生成 PDF。",
        "LibreOffice is not installed, so no PDF can be made page for page from the Word file. Install it (Debian: "
        "apt-get install libreoffice-writer), or leave out --via for a PDF of zicha's own.",
    ),
    "reports.libreoffice_slow": LocalText(
        "LibreOffice 用了 {seconds} 秒还没有生成 PDF，已经停止。请把文件分开，或在 Word、WPS 中另存为 PDF。",
        "LibreOffice had not made the PDF after {seconds} seconds and was ended. Split the file, or save it as PDF in Word.",
    ),
    "reports.libreoffice_failed": LocalText(
        "LibreOffice 打不开这个文件，没有生成 PDF。请在 Word 或 WPS 中打开，另存为 .docx 后再试。",
        "LibreOffice could not open the file and made no PDF. Open it in Word, save it as .docx and try again.",
    ),
    "cli.help.pdf": LocalText(
        "用 LibreOffice 把 Word 文件原样转成 PDF。",
        "Turn a Word file into PDF, page for page, by LibreOffice.",
    ),
    "cli.option.pdf_out": LocalText("PDF 文件。", "The PDF file."),
    "cli.option.via": LocalText(
        "PDF 由 LibreOffice 按 Word 文件的分页生成（要先安装）。",
        "Let LibreOffice make the PDF, page for page as the Word file (it must be installed).",
    ),
    "cli.pdf_written": LocalText("已把 {source} 转成 {file}。", "{source} is written as {file}."),
    "cli.via": LocalText(
        "不能经“{value}”生成；--via 后面只能写 libreoffice。", "“{value}” is unknown; --via takes libreoffice only."
    ),
    "cli.via_pdf": LocalText(
        "--via libreoffice 只用于 PDF；请用 .pdf 作文件扩展名，或不写 --via（现在是 .{form}）。",
        "--via libreoffice makes PDF only; end the file's name with .pdf or leave out --via (this is .{form}).",
    ),
    "reports.character_missing": LocalText(
        "报告里的“{text}”在所用字体里没有，PDF 会缺字，所以没有生成。请改用别的写法，或在 ZICHA_FONTS 里放入有这个字的字体；"
        "Word 和 HTML 不受影响。",
        "No font in use can show “{text}”, which stands in the report, so no PDF was made. Write it another way, or add a "
        "font that has it to ZICHA_FONTS. Word and HTML are not affected.",
    ),
}

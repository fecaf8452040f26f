"""Sentences about an organisation's own Word template."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "templates.unclosed": LocalText(
        "标签“{quote}”没有写完：同一段里要有“{close}”。",
        "The tag “{quote}” is not closed: its “{close}” must stand in the same paragraph.",
    ),
    "templates.unopened": LocalText(
        "“{quote}”多了结尾的括号：前面没有“{{{{”或“{{%”。",
        "“{quote}” ends a tag that was not begun with “{{{{” or “{{%”.",
    ),
    "templates.full_width": LocalText(
        "“{quote}”用了全角括号，请改成半角的 {{{{ }}}}。",
        "“{quote}” has full-width braces; write {{{{ }}}} in half width.",
    ),
    "templates.single_brace": LocalText(
        "“{quote}”只有一层括号，请写成 {{{{ {name} }}}}。", "“{quote}” has single braces; write {{{{ {name} }}}}."
    ),
    "templates.prefix": LocalText(
        "“{quote}”不用加前缀，请写成 {right}；单独成段时会自动换成整段内容。",
        "“{quote}” needs no prefix; write {right}. Alone in its paragraph it becomes whole paragraphs by itself.",
    ),
    "templates.expression": LocalText(
        "“{quote}”不是一个标签名。标签里只能写名字，不能写计算、过滤器或函数。",
        "“{quote}” is not the name of a slot. A tag holds a name only: no arithmetic, filter or call.",
    ),
    "templates.statement": LocalText(
        "不能用“{quote}”。只能用 {{% if 名字 %}}、{{% if not 名字 %}}、{{% else %}}、{{% endif %}}。",
        "“{quote}” is not allowed. There are only {{% if name %}}, {{% if not name %}}, {{% else %}} and {{% endif %}}.",
    ),
    "templates.not_alone": LocalText(
        "“{quote}”要单独成段：同一段的其他文字会丢失。",
        "“{quote}” must stand alone in its paragraph: other words there would be lost.",
    ),
    "templates.if_open": LocalText(
        "“{quote}”没有对应的 {{% endif %}}。同一段里开始和结束；要管几段，两处都写成 {{%p … %}}，并在同一单元格内。",
        "“{quote}” has no {{% endif %}}. Begin and end in one paragraph; for several, write both as {{%p … %}} within one cell.",
    ),
    "templates.if_extra": LocalText("“{quote}”前面没有对应的 {{% if %}}。", "“{quote}” has no {{% if %}} before it."),
    "templates.unknown": LocalText(
        "没有“{quote}”这个标签。可用的标签见 zicha template check 的列表。",
        "There is no slot “{quote}”. zicha template check lists those there are.",
    ),
    "templates.unknown_near": LocalText(
        "没有“{quote}”这个标签。是不是“{near}”？", "There is no slot “{quote}”. Did you mean “{near}”?"
    ),
    "templates.twice": LocalText(
        "“{quote}”用了两次；一段内容在一份报告里只能出现一次。",
        "“{quote}” stands there twice; a report shows its content once.",
    ),
    "templates.as_text": LocalText(
        "“{quote}”没有单独成段，只填入文字，不带表格和格式。",
        "“{quote}” does not stand alone in a paragraph of the body; it is filled with plain text, without tables.",
    ),
    "templates.too_many": LocalText("标签多于 {most} 个。", "There are more than {most} tags."),
    "templates.section_missing": LocalText(
        "模板里没有“{title}”：报告的这一节不会出现。请加上 {{{{ {quote} }}}}，或用 {{{{ body }}}} 填入全部章节。",
        "The template has no place for “{title}”, which the report would lose. Add {{{{ {quote} }}}}, or {{{{ body }}}} for all sections.",
    ),
    "templates.broken": LocalText(
        "模板有 {count} 处错误，先改正再用。第一处在{place}：{sentence}",
        "The template has {count} faults; mend them first. The first is in {place}: {sentence}",
    ),
    "templates.too_large": LocalText(
        "模板大于 {megabytes} MB，太大了。模板只要一两页。",
        "The template is larger than {megabytes} MB. A template needs a page or two.",
    ),
    "templates.took_too_long": LocalText(
        "填写模板超过 {seconds} 秒，已停止。请从 zicha template example 生成的模板改起。",
        "Filling the template took more than {seconds} seconds and was stopped. Start from the one zicha template example writes.",
    ),
    "templates.hidden_tags": LocalText(
        "模板的正文之外（文件属性、图形、批注里）有不能用的标签，请删去。文件属性在“文件—信息”里。",
        "The template holds a tag that may not be used outside its text: in a property, a shape, a comment. Remove it.",
    ),
    "templates.damaged": LocalText(
        "模板的文件结构不完整。请用 Word 或 WPS 打开另存一次。",
        "The template is not a whole Word document. Open it in Word or WPS and save it anew.",
    ),
    "templates.ended": LocalText(
        "模板太复杂，没有填完。请从 zicha template example 生成的模板改起。",
        "The template is too intricate to be filled. Start from the one zicha template example writes.",
    ),
    "templates.only_docx": LocalText(
        "--template 只用于 .docx 报告，不能用于“{form}”。", "--template is for a .docx report, not for “{form}”."
    ),
    "templates.place_body": LocalText("第 {paragraph} 段", "paragraph {paragraph}"),
    "templates.place_header": LocalText("页眉第 {paragraph} 段", "paragraph {paragraph} of the headers"),
    "templates.place_footer": LocalText("页脚第 {paragraph} 段", "paragraph {paragraph} of the footers"),
    "templates.place_footnote": LocalText("脚注第 {paragraph} 段", "paragraph {paragraph} of the footnotes"),
    "templates.place_whole": LocalText("全文", "the template"),
    "templates.table_slot": LocalText("标签", "Slot"),
    "templates.table_title": LocalText("填入的内容", "Filled with"),
    "templates.table_used": LocalText("已用", "Used"),
    "templates.fine": LocalText("模板可以用：用了 {count} 个标签。", "The template can be used: {count} slots."),
    "templates.wrong": LocalText("共 {count} 处，其中错误 {errors} 处。", "{count} findings, {errors} of them errors."),
    "templates.written": LocalText(
        "已写好 {file}。请在 Word 或 WPS 里改成本单位的样子，改后用 zicha template check 检查。",
        "Wrote {file}. Make it your own in Word or WPS, then run zicha template check.",
    ),
    "cli.help.template": LocalText(
        "本单位自己的 Word 模板：检查、生成样例。", "An organisation's own Word template: check, example."
    ),
    "cli.help.template_check": LocalText(
        "检查一份 Word 模板：用了哪些标签，缺哪些，哪里写错；有错误或缺章节时退出码为 1。",
        "Check a Word template: which slots it uses and lacks, and what is wrong where; exits with 1 for faults.",
    ),
    "cli.help.template_example": LocalText(
        "按方案写一份可以直接用的 Word 模板，供修改。", "Write a working Word template for a scheme, to start from."
    ),
    "cli.option.template": LocalText(
        "用本单位自己的 Word 模板（.docx）。", "Fill an organisation's own Word template (.docx)."
    ),
    "cli.option.template_scheme": LocalText("方案：文件，或编号。", "The scheme: a file or an id."),
    "cli.option.template_out": LocalText("模板文件（.docx）。", "The template's file (.docx)."),
    "templates.slot_title": LocalText("标题", "the title"),
    "templates.slot_title_lines": LocalText("标题，长的按词分行", "the title, broken between words if it is long"),
    "templates.slot_unit": LocalText("单位名称", "the unit's name"),
    "templates.slot_period": LocalText("期间，如 2026年上半年", "the period, such as the first half of 2026"),
    "templates.slot_addressee": LocalText("主送机关，带冒号", "to whom it is addressed, with its colon"),
    "templates.slot_organisation": LocalText("落款单位", "who signs"),
    "templates.slot_date": LocalText("成文日期", "the date"),
    "templates.slot_body": LocalText("全部章节，带标题", "all sections with their headings"),
    "templates.slot_attachment_note": LocalText("附件说明", "the note of what is attached"),
    "templates.slot_attachments": LocalText("全部附件，各另起一页", "all attachments, each from a new page"),
    "templates.slot_heading": LocalText("标题“{title}”，带序号", "the heading “{title}” with its number"),
    "templates.slot_section": LocalText("“{title}”的内容，不带标题", "the content of “{title}” without its heading"),
    "templates.slot_figure": LocalText("数字“{title}”，可追溯", "the figure “{title}”, traceable"),
}

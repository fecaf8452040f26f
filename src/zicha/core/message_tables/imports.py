"""Sentences of the room's imports part."""

from zicha.core.text import LocalText

_FILES: dict[str, LocalText] = {
    "imports.file_missing": LocalText("找不到文件 {file}，请核对路径。", "There is no file {file}; check the path."),
    "imports.file_empty": LocalText(
        "文件是空的，请选有内容的台账文件。", "The file is empty; choose a ledger with something in it."
    ),
    "imports.file_too_large": LocalText(
        "文件有 {size} MB，超过上限 {limit} MB，请拆成几个文件分别导入。",
        "The file has {size} MB, more than the limit of {limit} MB; split it and import the parts.",
    ),
    "imports.not_a_table": LocalText(
        "这不是表格文件，请用 xlsx、xls、csv 或 ndjson 文件。",
        "This is no table; use an xlsx, xls, csv or ndjson file.",
    ),
    "imports.not_text": LocalText(
        "读不出文字：既不是 UTF-8 也不是 GB 18030 编码。请用 Excel 或 WPS 打开，另存为 xlsx 再导入。",
        "The text can be read neither as UTF-8 nor as GB 18030; open it in Excel or WPS, save it as xlsx and import that.",
    ),
    "imports.web_page": LocalText(
        "这个文件其实是网页（HTML 或 XML），不是表格。请用 Excel 或 WPS 打开，另存为 xlsx 再导入。",
        "This file is a web page (HTML or XML) under a spreadsheet's name; open it in Excel or WPS, save it as xlsx and import that.",
    ),
    "imports.word_document": LocalText(
        "这是 Word 文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，另存为 xlsx 再导入。",
        "This is a Word document; copy its table into Excel or WPS, save it as xlsx and import that.",
    ),
    "imports.other_spreadsheet": LocalText(
        "不支持这种表格格式（ods 或 xlsb），请另存为 xlsx 再导入。",
        "This spreadsheet format (ods or xlsb) is not read; save the file as xlsx and import that.",
    ),
    "imports.encrypted": LocalText(
        "文件设了打开密码。请先取消密码，再导入。",
        "The file is locked with a password; remove the password and import it again.",
    ),
    "imports.damaged": LocalText(
        "文件已损坏或不完整，请重新取得文件，或用 Excel、WPS 打开后另存为 xlsx。",
        "The file is damaged or cut off; get it again, or open it in Excel or WPS and save it as xlsx.",
    ),
    "imports.too_many_members": LocalText(
        "文件里有 {found} 个部件，超过上限 {limit}，未读取。请删去图片等附件后另存为新的 xlsx。",
        "The file holds {found} parts, more than the limit of {limit}, and was not read; remove pictures and save it as a new xlsx.",
    ),
    "imports.unpacks_too_large": LocalText(
        "文件解开后超过 {limit} MB，未读取。请把需要的行复制到新的表格再导入。",
        "Unpacked, the file is larger than {limit} MB and was not read; copy the rows you need into a new file.",
    ),
    "imports.too_sparse": LocalText(
        "有单元格远在第 {rows} 行或第 {columns} 列，超过上限（{max_rows} 行、{max_columns} 列），未读取。请删除远处的单元格，或把需要的区域复制到新的表格。",
        "A cell stands as far out as row {rows} or column {columns}, beyond the limits ({max_rows} rows, {max_columns} columns), and the file was not read; delete far-off cells or copy what you need into a new file.",
    ),
    "imports.too_many_cells": LocalText(
        "表格太大，单元格总数超过上限 {limit}，未读取。请拆成几个文件分别导入。",
        "The tables hold more than {limit} cells and were not read; split the file and import the parts.",
    ),
    "imports.too_many_rows": LocalText(
        "行数超过上限 {limit}，未读取。请拆成几个文件分别导入。",
        "There are more than {limit} rows; split the file and import the parts.",
    ),
    "imports.too_much_text": LocalText(
        "文件里的文字太多，读取时超出内存限制，未导入。请拆成几个文件分别导入。",
        "The file holds more text than the memory limit allows and was not read; split it and import the parts.",
    ),
    "imports.took_too_long": LocalText(
        "{seconds} 秒内没有读完，已停止，未导入。请拆成几个文件，或把需要的区域复制到新的表格。",
        "The file was not read within {seconds} seconds and was given up; split it, or copy what you need into a new file.",
    ),
    "imports.parser_ended": LocalText(
        "读取这个文件时超出了内存或时间限制，已停止，未导入。请用 Excel 或 WPS 打开，把需要的区域复制到新的表格再导入。",
        "Reading this file went beyond the limits on memory or time and was stopped; open it in Excel or WPS and copy what you need into a new file.",
    ),
    "imports.no_cells": LocalText(
        "可见的工作表里没有任何内容。若数据在隐藏的工作表里，请取消隐藏再导入。",
        "The visible sheets hold nothing; if the data are on a hidden sheet, show it and import again.",
    ),
    "imports.csv_quote": LocalText(
        "第 {line} 行附近的引号不成对，无法分列。请用 Excel 或 WPS 打开，另存为 xlsx 再导入。",
        "A quotation mark near line {line} has no partner, so that the columns cannot be told; open the file in Excel or WPS and save it as xlsx.",
    ),
    "imports.csv_field_too_long": LocalText(
        "第 {line} 行附近有一格超过 {limit} 个字符，可能是引号不成对。请核对后再导入。",
        "A cell near line {line} has more than {limit} characters, perhaps because of a quotation mark without a partner; mend it and import again.",
    ),
}

_SHEETS: dict[str, LocalText] = {
    "imports.no_header": LocalText(
        "没有找到表头。表头要在前 20 行内，并且至少有两个认得的栏目，例如“日期”和“主题”。",
        "No header was found; it must stand within the first 20 rows and hold at least two known headings, such as 日期 and 主题.",
    ),
    "imports.no_such_kind": LocalText(
        "没有活动类型 {kind}。可用的有：{choices}。", "There is no kind {kind}; there are: {choices}."
    ),
    "imports.kind_unknown": LocalText(
        "看不出工作表“{sheet}”记的是哪种活动。请指定活动类型，或加一列“活动类型”。可用的有：{choices}。",
        "It cannot be told which kind of activity sheet “{sheet}” records; name the kind, or add a column 活动类型. There are: {choices}.",
    ),
    "imports.no_date_column": LocalText(
        "工作表“{sheet}”没有认得的日期栏，表头是：{headers}。请把日期那一栏改名为“日期”，或在对应关系文件里指明。",
        "Sheet “{sheet}” has no column known as the date; its headings are: {headers}. Call the column 日期, or name it in a mapping file.",
    ),
    "imports.required_column": LocalText(
        "工作表“{sheet}”缺少“{kind}”必填的栏目：{missing}。表头是：{headers}。请补上，或在对应关系文件里指明。",
        "Sheet “{sheet}” lacks columns that “{kind}” requires: {missing}. Its headings are: {headers}. Add them, or name them in a mapping file.",
    ),
    "imports.sheet_without_header": LocalText(
        "工作表“{sheet}”没有认得的表头，未读取。", "Sheet “{sheet}” has no header that is known and was not read."
    ),
    "imports.sheet_hidden": LocalText(
        "工作表“{sheet}”是隐藏的，未读取。", "Sheet “{sheet}” is hidden and was not read."
    ),
    "imports.kind_guessed": LocalText(
        "工作表“{sheet}”按名称认作“{kind}”。", "Sheet “{sheet}” is taken for “{kind}” by its name."
    ),
    "imports.columns_unread": LocalText(
        "工作表“{sheet}”的这些栏目没有对应，未导入：{headers}。",
        "These columns of sheet “{sheet}” correspond to nothing and are not imported: {headers}.",
    ),
    "imports.columns_unclear": LocalText(
        "工作表“{sheet}”的这些栏目分不清，未导入：{headers}。请在对应关系文件里指明。",
        "These columns of sheet “{sheet}” cannot be told apart and are not imported: {headers}. Name them in a mapping file.",
    ),
    "imports.column_unused_for_kind": LocalText(
        "工作表“{sheet}”的“{header}”一栏有 {rows} 格未导入：{kind} 没有这一项。",
        "{rows} cells of column “{header}” on sheet “{sheet}” are not imported: {kind} has no such field.",
    ),
    "imports.year_from_title": LocalText(
        "工作表“{sheet}”里没写年份的日期，按标题取 {year} 年。",
        "Dates without a year on sheet “{sheet}” are taken for {year}, by its title.",
    ),
    "imports.year_from_sheet": LocalText(
        "工作表“{sheet}”里没写年份的日期，按工作表名取 {year} 年。",
        "Dates without a year on sheet “{sheet}” are taken for {year}, by the sheet's name.",
    ),
    "imports.year_from_file": LocalText(
        "工作表“{sheet}”里没写年份的日期，按文件名取 {year} 年。",
        "Dates without a year on sheet “{sheet}” are taken for {year}, by the file's name.",
    ),
    "imports.row_total": LocalText("合计行", "a total"),
    "imports.row_note": LocalText("说明行", "a note"),
    "imports.row_example": LocalText("填写示例", "an example"),
    "imports.row_header": LocalText("重复的表头", "the header repeated"),
    "imports.row_section": LocalText("小标题", "a section title"),
    "imports.row_number_only": LocalText("只有序号的空行", "an empty row with a number"),
    "imports.reason_heading": LocalText("未导入原因", "Why it was not imported"),
    "imports.row_withdrawn": LocalText("已撤回的记录", "a withdrawn entry"),
}

_CELLS: dict[str, LocalText] = {
    "imports.ditto_alone": LocalText(
        "写着“同上”，但上面没有内容，请写明。", "It says “as above”, but there is nothing above; write it out."
    ),
    "imports.text_too_long": LocalText(
        "有 {found} 个字符，超过上限 {limit}，请缩短。",
        "It has {found} characters, more than the limit of {limit}; shorten it.",
    ),
    "imports.date_empty": LocalText("没有日期，请填写发生日期。", "There is no date; write when it happened."),
    "imports.date_no_year": LocalText(
        "日期“{value}”没有年份，标题和工作表名里也没有。请写全，例如 2026年4月1日。",
        "The date “{value}” has no year, nor has the title or the sheet's name; write it in full, such as 2026-04-01.",
    ),
    "imports.date_no_day": LocalText(
        "日期“{value}”没有写到日，请写全，例如 2026年4月1日。",
        "The date “{value}” lacks the day; write it in full, such as 2026-04-01.",
    ),
    "imports.date_short_year": LocalText(
        "日期“{value}”的年份只有两位，请写四位，例如 2026.4.1。",
        "The year of “{value}” has two digits; write four, such as 2026.4.1.",
    ),
    "imports.date_order": LocalText(
        "日期“{value}”分不清日和月，请按年月日写，例如 2026-04-01。",
        "Day and month of “{value}” cannot be told apart; write year, month, day, such as 2026-04-01.",
    ),
    "imports.date_span": LocalText(
        "“{value}”是一段时间，请只写一天；每天各记一行。",
        "“{value}” is a span of days; write one day, and one row for each.",
    ),
    "imports.date_as_decimal": LocalText(
        "“{value}”可能是 4.1 也可能是 4.10 这样的日期，分不清，请写成 4月1日。",
        "“{value}” may have been typed with a trailing zero (4.10); write it as 4月10日 or with its year.",
    ),
    "imports.no_such_day": LocalText("没有“{value}”这一天，请核对。", "There is no day “{value}”; check it."),
    "imports.not_a_date": LocalText(
        "“{value}”不是日期，请写成 2026-04-01 这样。", "“{value}” is no date; write it like 2026-04-01."
    ),
    "imports.date_future": LocalText(
        "{value} 还没有到，记录只能写已经发生的事，请核对年份。",
        "{value} has not come yet; a record tells what has happened. Check the year.",
    ),
    "imports.not_a_number": LocalText("“{value}”不是数字，请只写数字。", "“{value}” is no number; write digits only."),
    "imports.not_a_count": LocalText(
        "“{value}”不是人数，请写 0 或正整数。", "“{value}” is no head count; write 0 or a whole number."
    ),
    "imports.number_other_unit": LocalText(
        "“{value}”的单位和这一栏的单位（{unit}）不同，请换算后只写数字。",
        "The unit of “{value}” is not that of the column ({unit}); convert it and write digits only.",
    ),
    "imports.share_unclear": LocalText(
        "“{value}”分不清是百分之几还是比例，请写成 95% 这样。",
        "It cannot be told whether “{value}” is a share or per cent; write it like 95%.",
    ),
    "imports.not_a_mark": LocalText(
        "“{value}”看不出有还是没有，请写 √ 或 ×。", "It cannot be told whether “{value}” means yes or no; write √ or ×."
    ),
    "imports.not_a_duration": LocalText(
        "“{value}”不是时长，请写分钟数，或 1小时30分 这样。",
        "“{value}” is no length of time; write minutes, or 1h 30min.",
    ),
    "imports.not_a_choice": LocalText(
        "“{value}”不在可选项里，可选的有：{choices}。", "“{value}” is not among the choices: {choices}."
    ),
    "imports.not_a_link": LocalText(
        "“{value}”不是网址，要以 https:// 或 http:// 开头。",
        "“{value}” is no link; it must begin with https:// or http://.",
    ),
    "imports.required_empty": LocalText("必填，请补上。", "It is required; fill it in."),
    "imports.kind_cell_unknown": LocalText(
        "没有活动类型“{value}”，可用的有：{choices}。", "There is no kind “{value}”; there are: {choices}."
    ),
    "imports.evidence_unknown": LocalText(
        "不认得这些佐证材料：{names}。请写方案里的名称，例如 签到表。",
        "Evidence of unknown kind: {names}. Write a name the scheme has, such as 签到表.",
    ),
    "imports.unit_unknown": LocalText(
        "{on} 没有单位“{value}”，请写当时的单位名称或编号。",
        "There was no unit “{value}” on {on}; write the name or code it had then.",
    ),
    "imports.unit_outside": LocalText(
        "“{value}”不在 {within} 之内，请换一个单位导入，或改正这一格。",
        "“{value}” is not within {within}; import for another unit, or mend the cell.",
    ),
    "imports.unit_ambiguous": LocalText(
        "叫“{value}”的单位不止一个（{found}），请写编号。",
        "More than one unit is called “{value}” ({found}); write the code.",
    ),
    "imports.people_unknown": LocalText(
        "{on} {unit} 的成员里没有：{names}。请核对姓名，或先更新人员名册。",
        "Not among the members of {unit} on {on}: {names}. Check the names, or bring the roster up to date first.",
    ),
    "imports.people_ambiguous": LocalText(
        "{unit} 有同名的人：{names}。请写成 姓名（编号）。",
        "{unit} has more than one person called: {names}. Write name (id).",
    ),
    "imports.person_unknown": LocalText(
        "{on} 名册里没有“{name}”。请核对姓名，或先更新人员名册。",
        "The roster of {on} has no “{name}”. Check the name, or bring the roster up to date first.",
    ),
    "imports.person_ambiguous": LocalText(
        "叫“{name}”的不止一人（{found}），请写成 姓名（编号）。",
        "More than one person is called “{name}” ({found}); write name (id).",
    ),
    "imports.roster_empty": LocalText(
        "{on} {unit} 没有成员名册，请写人数或姓名。", "{unit} had no roster on {on}; write head counts or names."
    ),
    "imports.attendance_missing": LocalText("没有实到人数，请填写。", "The number present is missing; fill it in."),
    "imports.expected_missing": LocalText(
        "没有应到人数，当天也没有成员名册可用，请填写应到。",
        "The number expected is missing, and there is no roster of that day; fill it in.",
    ),
    "imports.attendance_sum": LocalText(
        "人数对不上：应到 {expected}、实到 {present}、请假 {excused}、缺席 {absent}。应到要等于其余三项之和。",
        "The counts do not add up: expected {expected}, present {present}, excused {excused}, absent {absent}. Expected must be the sum of the other three.",
    ),
    "imports.made_up_more": LocalText(
        "补学 {made_up} 人，多于没到的 {missed} 人，请核对。",
        "{made_up} made it up, more than the {missed} who missed it; check.",
    ),
    "imports.people_clash": LocalText(
        "同一个人既到会又请假，或不在应到之列，请核对姓名。",
        "A person is both present and excused, or was not expected; check the names.",
    ),
    "imports.key_twice": LocalText(
        "编号“{value}”在第 {first} 行已经用过，内容不同。请改成不同的编号。",
        "The key “{value}” stands in row {first} already, with other content; give each its own.",
    ),
}

_MAPPINGS: dict[str, LocalText] = {
    "imports.mapping_unreadable": LocalText(
        "对应关系文件第 {line} 行第 {column} 列读不懂，请按导出的样子改。",
        "The mapping file cannot be read at line {line}, column {column}; keep to the form it is saved in.",
    ),
    "imports.mapping_shape": LocalText(
        "对应关系文件的“{place}”不对：要有 sheets，每项有 sheet、kind、columns。",
        "“{place}” of the mapping file is wrong: it needs sheets, each with sheet, kind and columns.",
    ),
    "imports.mapping_target": LocalText(
        "对应关系文件里，“{header}”对应的“{target}”不存在。请写字段编号、happened_on、present 等，或 - 表示不导入。",
        "The mapping file reads “{header}” as “{target}”, which does not exist; write a field's id, happened_on, present …, or - to leave it out.",
    ),
}

_LINES: dict[str, LocalText] = {
    "imports.line_not_json": LocalText("不是一个 JSON 对象，请每行写一个。", "It is no JSON object; write one a line."),
    "imports.line_too_long": LocalText(
        "这一行超过 {limit} 个字符，未读取。", "The line has more than {limit} characters and was not read."
    ),
    "imports.line_key_twice": LocalText("“{key}”写了两次，请只留一个。", "“{key}” is written twice; keep one."),
    "imports.line_key_unknown": LocalText("不认得“{key}”，请删去或改正。", "“{key}” is not known; remove or mend it."),
    "imports.line_key_missing": LocalText("缺少“{key}”，请补上。", "“{key}” is missing; add it."),
    "imports.line_type": LocalText("“{key}”应当是{expected}。", "“{key}” must be: {expected}."),
    "imports.line_date": LocalText("“{value}”不是 2026-04-01 这样的日期。", "“{value}” is no date like 2026-04-01."),
    "imports.line_kind": LocalText(
        "没有活动类型“{value}”，可用的有：{choices}。", "There is no kind “{value}”; there are: {choices}."
    ),
    "imports.line_field": LocalText("{kind} 没有“{field}”这一项。", "{kind} has no field “{field}”."),
    "imports.line_person": LocalText("没有编号为“{value}”的人员。", "There is no person with the id “{value}”."),
    "imports.line_attendance_none": LocalText("{kind} 不记出席，请删去。", "{kind} keeps no attendance; remove it."),
    "imports.line_evidence_kind": LocalText("没有佐证材料类型“{value}”。", "There is no kind of evidence “{value}”."),
    "imports.line_file_missing": LocalText(
        "找不到佐证文件“{value}”。它要和 ndjson 文件放在同一个文件夹里。",
        "The evidence file “{value}” is missing; it must lie in the folder of the ndjson file.",
    ),
    "imports.recorded_at_ignored": LocalText(
        "文件里的记录时间和记录人不采用（{rows} 行）：记录时间由系统在导入时记下。",
        "When and by whom entries were recorded is not taken from the file ({rows} lines): the system sets it on import.",
    ),
}

_ROSTERS: dict[str, LocalText] = {
    "imports.roster_no_header": LocalText(
        "没有找到名册的表头。单位表要有 编号、名称、上级，人员表要有 编号、姓名、单位、岗位。",
        "No header of a roster was found; units need 编号, 名称, 上级, people need 编号, 姓名, 单位, 岗位.",
    ),
    "imports.waiver": LocalText(
        "免除要由上级单位批准，不能随台账导入。请删去这一行。",
        "A waiver is approved by a unit above and does not come with a ledger file. Delete this row.",
    ),
    "imports.roster_identity_column": LocalText(
        "工作表“{sheet}”有“{header}”一栏。zicha 不保存证件号、电话等个人信息，请删去这一栏再导入。",
        "Sheet “{sheet}” has a column “{header}”; zicha does not keep identity numbers, telephone numbers and the like. Delete the column and import again.",
    ),
    "imports.roster_identity_value": LocalText(
        "这像是证件号或手机号，zicha 不保存这类信息，请改用单位内部编号。",
        "This looks like an identity or telephone number, which zicha does not keep; use a number of your own.",
    ),
    "imports.roster_refused": LocalText(
        "名册有 {found} 处要改，没有写入。第一处：{sheet} 第 {row} 行 {column} 列，{reason}",
        "{found} cells of the roster need mending and nothing was written. The first: {sheet}, row {row}, column {column}: {reason}",
    ),
    "imports.roster_parent": LocalText(
        "上级单位“{value}”不在文件里，也不在系统里，请核对。",
        "The unit above, “{value}”, is neither in the file nor known; check it.",
    ),
    "imports.roster_circle": LocalText(
        "单位“{value}”的上级绕回到自己，请核对。", "Unit “{value}” is above itself; check who stands over it."
    ),
    "imports.roster_unit": LocalText(
        "没有单位“{value}”，请写单位表里的编号或名称。",
        "There is no unit “{value}”; write a code or name the units have.",
    ),
    "imports.roster_unit_ambiguous": LocalText(
        "叫“{value}”的单位不止一个，请写编号。", "More than one unit is called “{value}”; write the code."
    ),
    "imports.roster_post": LocalText(
        "没有岗位“{value}”，可用的有：{choices}。", "There is no post “{value}”; there are: {choices}."
    ),
    "imports.roster_person_twice": LocalText(
        "编号“{value}”有两个姓名（{names}），请核对。", "The id “{value}” has two names ({names}); check."
    ),
    "imports.roster_span": LocalText(
        "止（{end}）早于起（{start}），请核对。", "The end ({end}) lies before the start ({start}); check."
    ),
    "imports.roster_overlap": LocalText(
        "单位“{value}”在同一天有两种说法，请核对起止日期。",
        "Unit “{value}” is described twice for the same day; check start and end.",
    ),
    "imports.roster_code": LocalText(
        "编号“{value}”不能用：只用字母、数字、- 和 _，不超过 40 个字符。",
        "The id “{value}” cannot be used: letters, digits, - and _ only, no more than 40 characters.",
    ),
}

SENTENCES: dict[str, LocalText] = {**_FILES, **_SHEETS, **_CELLS, **_MAPPINGS, **_LINES, **_ROSTERS}

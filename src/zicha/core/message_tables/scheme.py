"""Sentences about scheme files: reading them, checking them, and what changed between two versions."""

from zicha.core.message_tables import scheme_words
from zicha.core.text import LocalText

_FILE: dict[str, LocalText] = {
    "scheme.place": LocalText("{file} 第 {line} 行第 {column} 列", "{file} line {line}, column {column}"),
    "scheme.file_empty": LocalText(
        "文件是空的；应当是一份责任制方案，至少写 id、version、title、clauses、kinds、duties、report。",
        "The file is empty; expected a scheme with at least id, version, title, clauses, kinds, duties and report.",
    ),
    "scheme.file_too_large": LocalText(
        "文件有 {found} KB，最多 {expected} KB；请把不属于方案的内容移出去。",
        "The file has {found} KB, the limit is {expected} KB; move out what is not part of the scheme.",
    ),
    "scheme.file_not_utf8": LocalText(
        "从这里起不是 UTF-8 文字（可能是 GBK）；请在编辑器里另存为 UTF-8。",
        "From here on the text is not UTF-8 (perhaps GBK); save the file as UTF-8 in your editor.",
    ),
    "scheme.yaml_control": LocalText(
        "这里有不可见的控制字符 {found}；请删去。", "There is an invisible control character {found} here; delete it."
    ),
    "scheme.yaml_syntax": LocalText(
        "这一行不是正确的 YAML：“{found}”（{problem}）；请检查缩进、引号和括号。",
        "This line is not correct YAML: “{found}” ({problem}); check indentation, quotes and brackets.",
    ),
    "scheme.yaml_tab": LocalText(
        "这里用了制表符；YAML 只能用空格缩进，请换成空格。",
        "There is a tab here; YAML is indented with spaces only, replace it with spaces.",
    ),
    "scheme.yaml_colon": LocalText(
        "这里的冒号不该出现；如果它是文字的一部分，请给整段文字加引号；如果要另起一项，请检查缩进。",
        "The colon here is out of place; put the whole text in quotes if it belongs to it, or check the indentation.",
    ),
    "scheme.yaml_wide_colon": LocalText(
        "这一行用了全角冒号“：”；键后面要用半角冒号，再空一格：“键: 值”。",
        "This line has a full-width colon “：”; write an ASCII colon and a space behind a key: “key: value”.",
    ),
    "scheme.yaml_documents": LocalText(
        "这里开始了第二份文档；一个文件只放一份方案，请去掉“---”或拆成两个文件。",
        "A second document starts here; a file holds one scheme, so remove “---” or split the file.",
    ),
    "scheme.yaml_tag": LocalText(
        "不接受类型标签 {found}；请直接写值。", "The tag {found} is not accepted; write the plain value."
    ),
    "scheme.yaml_alias": LocalText(
        "别名 *{found} 前面没有完整的 &{found}；请先定义再引用。",
        "There is no finished &{found} before the alias *{found}; define it first.",
    ),
    "scheme.yaml_key_complex": LocalText(
        "键应当是一个词，这里却是列表或映射；请检查缩进和括号。",
        "A key must be a word, here it is a list or mapping; check indentation and brackets.",
    ),
    "scheme.yaml_too_deep": LocalText(
        "嵌套超过 {expected} 层；请检查缩进。", "Nested more than {expected} levels deep; check the indentation."
    ),
    "scheme.yaml_too_many": LocalText(
        "内容（别名展开后）超过 {expected} 项；请减少别名。",
        "More than {expected} items, aliases expanded; use fewer aliases.",
    ),
    "scheme.key_twice": LocalText(
        "“{found}”写了两次，第一次在第 {first} 行；请删去或改名一个。",
        "“{found}” is written twice, first on line {first}; remove or rename one.",
    ),
}

_SHAPE: dict[str, LocalText] = {
    "scheme.key_unknown": LocalText(
        "这里没有“{found}”这个键；可以写的有：{expected}。{hint}",
        "There is no key “{found}” here; expected one of {expected}.{hint}",
    ),
    "scheme.key_missing": LocalText("这里缺少必填的键“{expected}”。", "The key “{expected}” is missing here."),
    "scheme.one_missing": LocalText(
        "这里要写且只写一个：{expected}；一个也没有写。", "Expected exactly one of {expected} here; found none."
    ),
    "scheme.one_too_many": LocalText(
        "这里要写且只写一个：{expected}；却写了 {found}。", "Expected exactly one of {expected} here; found {found}."
    ),
    "scheme.value_not_listed": LocalText(
        "这里是{found}；只能是 {expected} 之一。{hint}", "Found {found} here; expected one of {expected}.{hint}"
    ),
    "scheme.value_wrong": LocalText(
        "这里是{found}；应当是{expected}。{hint}", "Found {found} here; expected {expected}.{hint}"
    ),
    "scheme.id_wrong": LocalText(
        "“{found}”不能作标识；应以小写英文字母开头，只含小写字母、数字、下划线（指标之外还可用连字符），最长 64 个字符。",
        "“{found}” cannot be an id; expected a lower-case letter first, then lower-case letters, digits, underscores"
        " (and hyphens, except for measures), at most 64 characters.",
    ),
    "scheme.found_mapping": LocalText("一组“键: 值”", "a mapping"),
    "scheme.found_list": LocalText("一个列表", "a list"),
    "scheme.found_empty_list": LocalText("一个空列表", "an empty list"),
    "scheme.found_nothing": LocalText("空", "nothing"),
    "scheme.hint_colon": LocalText(
        "冒号要用半角，后面空一格：“键: 值”。", " Write an ASCII colon with a space behind it: “key: value”."
    ),
    "scheme.expects_mapping": LocalText("一组“键: 值”", "a mapping of “key: value”"),
    "scheme.expects_list": LocalText("列表，如 [a, b]", "a list such as [a, b]"),
    "scheme.expects_text": LocalText(
        "不为空的文字，或 {{zh: 中文, en: 英文}}", "a text that is not empty, or {{zh: …, en: …}}"
    ),
    "scheme.expects_word": LocalText("一段文字", "a text"),
    "scheme.expects_number": LocalText("整数", "a whole number"),
    "scheme.expects_yes_no": LocalText("“true”或“false”", "true or false"),
    "scheme.expects_id": LocalText(
        "标识：小写英文字母开头，只含小写字母、数字、下划线和连字符",
        "an id: a lower-case letter, then lower-case letters, digits, underscores and hyphens",
    ),
    "scheme.expects_at_least": LocalText("不小于 {limit} 的数", "a number not below {limit}"),
    "scheme.expects_at_most": LocalText("不大于 {limit} 的数", "a number not above {limit}"),
    "scheme.expects_some": LocalText("不为空的列表", "a list that is not empty"),
    "scheme.expects_shorter": LocalText("不超过 {limit} 个字的文字", "a text of at most {limit} characters"),
    "scheme.expects_length": LocalText(
        "时间长度，如 3 days、5 working days、2 weeks、6 months（也可写 3天、5个工作日、2周、6个月），不超过十年",
        "a length of time such as 3 days, 5 working days, 2 weeks, 6 months, at most ten years",
    ),
    "scheme.expects_gap": LocalText(
        "以天或周计的间隔，如 20 days、2 weeks", "days or weeks, such as 20 days or 2 weeks"
    ),
    "scheme.expects_day": LocalText("真实存在的日期，如 2026-03-31", "a real date such as 2026-03-31"),
    "scheme.expects_share": LocalText(
        "大于 0、不大于 1 的比例，如 2/3 或 80%", "a share above 0, at most 1: 2/3 or 80%"
    ),
    "scheme.expects_cadence": LocalText(
        "频次：{{at_least: 1, per: month}}、{{every: 3 months, from: last_done}}、{{within: 7 days, of: joining}}、"
        "{{once_by: 2026-03-31}} 或 standing",
        "a cadence: {{at_least: 1, per: month}}, {{every: 3 months, from: last_done}}, {{within: 7 days, of: joining}},"
        " {{once_by: 2026-03-31}} or standing",
    ),
    "scheme.expects_term": LocalText("结束日期晚于开始日期的任期", "a term that ends after it starts"),
    "scheme.expects_other": LocalText("符合格式的值（见方案格式说明）", "a value of the published format"),
}

_NAMES: dict[str, LocalText] = {
    "scheme.kind_unknown": LocalText(
        "没有“{found}”这种活动类型；已声明的有：{expected}。{hint}",
        "There is no kind “{found}”; declared are {expected}.{hint}",
    ),
    "scheme.clause_unknown": LocalText(
        "没有条款“{found}”；已声明的有：{expected}。{hint}",
        "There is no clause “{found}”; declared are {expected}.{hint}",
    ),
    "scheme.post_unknown": LocalText(
        "没有岗位“{found}”；可用的有：{expected}。{hint}", "There is no post “{found}”; known are {expected}.{hint}"
    ),
    "scheme.evidence_unknown": LocalText(
        "没有“{found}”这种佐证材料；可用的有：{expected}。如需新的，请写进顶层的 evidence。{hint}",
        "There is no evidence kind “{found}”; known are {expected}. Declare a new one under evidence.{hint}",
    ),
    "scheme.duty_unknown": LocalText(
        "没有责任事项“{found}”；已声明的有：{expected}。{hint}",
        "There is no duty “{found}”; declared are {expected}.{hint}",
    ),
    "scheme.event_unknown": LocalText(
        "“{found}”不是可以起算的事件；可用的有：{expected}。{hint}",
        "“{found}” is no event to count from; known are {expected}.{hint}",
    ),
    "scheme.field_unknown": LocalText(
        "活动类型 {kind} 没有字段“{found}”；可用于挑选的有：{expected}。{hint}",
        "The kind {kind} has no field “{found}”; it can be selected by {expected}.{hint}",
    ),
    "scheme.choice_unknown": LocalText(
        "字段 {field} 没有选项“{found}”；可选的有：{expected}。{hint}",
        "The field {field} has no choice “{found}”; its choices are {expected}.{hint}",
    ),
    "scheme.sum_unknown": LocalText(
        "活动类型 {kind} 没有可相加的“{found}”；可用的有：{expected}。{hint}",
        "The kind {kind} has no “{found}” to add up; known are {expected}.{hint}",
    ),
    "scheme.figure_unknown": LocalText(
        "指标“{found}”没有声明；已声明的有：{expected}。{hint}",
        "The measure “{found}” is not declared; declared are {expected}.{hint}",
    ),
    "scheme.place_unknown": LocalText(
        "文字里的 {{{found}}} 无处可填；这里可用的有：{expected}。{hint}",
        "The place {{{found}}} cannot be filled; known here are {expected}.{hint}",
    ),
    "scheme.place_formatted": LocalText(
        "{{{found}}} 里不能再写格式；只有 {{number}} 可写成 {{number:03}}。",
        "{{{found}}} takes no format; only {{number}} may be written {{number:03}}.",
    ),
    "scheme.brace_alone": LocalText(
        "大括号不成对：“{found}”；要写出括号本身，请写两个。",
        "A brace stands alone in “{found}”; write two to show one.",
    ),
    "scheme.listed_twice": LocalText(
        "“{found}”在同一列表里写了两次；请删去一个。", "“{found}” stands twice in one list; remove one."
    ),
    "scheme.title_twice": LocalText(
        "名称“{found}”与 {first} 的相同，导入表格时分不清；请改一个。",
        "The title “{found}” is also that of {first}, so a table could not be told apart; change one.",
    ),
    "scheme.section_twice": LocalText(
        "报告里有两个章节的 id 都是“{found}”；请改名一个。",
        "Two sections of the report have the id “{found}”; rename one.",
    ),
    "scheme.kind_reserved": LocalText(
        "“{found}”是系统自带的活动类型，不能另行声明；请改名。",
        "“{found}” is a built-in kind and cannot be declared; choose another id.",
    ),
    "scheme.kind_is_event": LocalText(
        "“{found}”是起算事件的名字，不能作活动类型；请改名。",
        "“{found}” names an event and cannot be a kind; choose another id.",
    ),
    "scheme.field_reserved": LocalText(
        "字段不能叫“{found}”：每条记录本来就有；请改名。",
        "A field cannot be called “{found}”, every entry has that anyway; choose another id.",
    ),
}

_SENSE: dict[str, LocalText] = {
    "scheme.terms_overlap": LocalText(
        "任期应按先后写且不重叠；{found} 早于上一任期的结束。",
        "Terms must follow one another; {found} lies before the end of the term above.",
    ),
    "scheme.terms_missing": LocalText(
        "频次按任期计，但没有写任期；请在顶层写 terms: [{{start: …, end: …}}]。",
        "The cadence counts by terms, but there are none; write terms: [{{start: …, end: …}}] at the top.",
    ),
    "scheme.private_text": LocalText(
        "活动类型 {kind} 只限当事人查看（private），不能有自由填写的文字字段“{found}”；请改成选项、日期或时长。",
        "The kind {kind} is private, so it takes no free text; make “{found}” a choice, a date or a duration.",
    ),
    "scheme.private_broken_down": LocalText(
        "活动类型“{found}”只限当事人查看（private），不能按字段细分计数；请去掉 where，只数总数。",
        "The kind “{found}” is private and is not counted by its fields; leave “where” out and count all of it.",
    ),
    "scheme.private_mixed": LocalText(
        "活动类型“{found}”只限当事人查看（private），只能单独数总数：不能和别的类型合计，不能算比例，不能分补录；"
        "否则少于 5 次的数一减就知道。",
        "The kind “{found}” is private and is counted alone and whole: not together with others, not as a rate or share, "
        "and not by whether it was recorded late, or a number under 5 could be found by subtraction.",
    ),
    "scheme.private_listed": LocalText(
        "活动类型“{found}”只限当事人查看（private），不能在报告里逐条列出；请只用指标计数。",
        "The kind “{found}” is private and cannot be listed in the report; count it with a measure.",
    ),
    "scheme.choices_missing": LocalText(
        "字段 {found} 是选项，却没有 choices；请写上选项。",
        "The field {found} is a choice without choices; write them.",
    ),
    "scheme.choices_useless": LocalText(
        "类型为 {found} 的字段不能有 choices；请删去，或把 type 改为 choice。",
        "A field of type {found} has no choices; remove them or make the type choice.",
    ),
    "scheme.unit_useless": LocalText(
        "类型为 {found} 的字段不能有 unit；只有 number 可以。", "A field of type {found} has no unit; only number has."
    ),
    "scheme.level_wrong": LocalText(
        "没有第 {found} 级；最高一级是 1。", "There is no level {found}; the root is level 1."
    ),
    "scheme.bound_nobody": LocalText(
        "责任事项 {found} 没有任何单位承担：所列单位全部被排除。",
        "No unit can owe the duty {found}: every listed unit is excluded.",
    ),
    "scheme.evidence_never": LocalText(
        "要求佐证材料“{found}”，但活动类型 {kind} 没有这种材料（只有：{expected}），永远不算完成；"
        "请在该类型的 evidence 里加上，或不作要求。",
        "Evidence “{found}” is required, but the kind {kind} leaves only {expected}, so it could never count;"
        " add it to the kind's evidence or do not require it.",
    ),
    "scheme.threshold_never": LocalText(
        "有出席比例要求，但活动类型 {kind} 不计出席，永远达不到；请给它写 attendance: expected，或删去 threshold。",
        "A threshold is set, but the kind {kind} counts no people, so it could never be reached; give the kind"
        " attendance: expected or remove the threshold.",
    ),
    "scheme.joining_never": LocalText(
        "自人员加入起算的事项要看本人是否到场，但活动类型 {kind} 不计出席；请给它写 attendance: expected。",
        "A duty counted from a person's joining asks whether they were present, but the kind {kind} counts no people;"
        " give it attendance: expected.",
    ),
    "scheme.every_nothing": LocalText("every 的时间长度不能是 0。", "The length of every cannot be 0."),
    "scheme.count_zero": LocalText(
        "次数是 {found}，什么也没有要求；应当至少为 1，或写 standing。",
        "A count of {found} asks for nothing; expected at least 1, or standing.",
    ),
    "scheme.gap_too_wide": LocalText(
        "做不到：{count} 次、每次相隔 {gap} 天，而最短的一期只有 {days} 天；请减少次数或缩短间隔。",
        "It cannot be done: {count} times, {gap} days apart, in a period that may have only {days} days;"
        " ask for fewer times or a smaller gap.",
    ),
    "scheme.even_and_gap": LocalText(
        "even 和 min_gap 只能写一个：均匀安排时每一份各要一次，不再看间隔；请删去一个。",
        "Write even or min_gap, not both: spread evenly, each part needs one entry whatever the gap; remove one.",
    ),
    "scheme.even_too_many": LocalText(
        "做不到：{days} 天的一期分不成 {count} 份；请减少次数或去掉 even。",
        "It cannot be done: a period of {days} days has no {count} parts; ask for fewer times or drop even.",
    ),
    "scheme.event_is_answer": LocalText(
        "“{found}”既是起算事件又是完成它的活动，一发生就算完成；请用另一种活动类型来完成。",
        "“{found}” is both the event and its fulfilment, so it would be met at once; let another kind fulfil it.",
    ),
    "scheme.once_by_before_opens": LocalText(
        "做不到：{found} 截止，{opens} 才开始；请改其中一个日期。",
        "It cannot be done: it ends on {found} and opens on {opens}; change one of them.",
    ),
    "scheme.once_by_before_effective": LocalText(
        "做不到：{found} 截止，而本版方案 {effective} 才生效；请改其中一个日期。",
        "It cannot be done by {found}: this version holds from {effective}; change one of them.",
    ),
    "scheme.where_not_choice": LocalText(
        "只能按选项字段挑选；活动类型 {kind} 的 {found} 是 {type}。",
        "Entries are selected by choice fields only; {found} of the kind {kind} is of type {type}.",
    ),
    "scheme.choices_never": LocalText(
        "活动类型 {kind} 的字段 {field} 没有 {found} 中的任何一个（只有：{expected}），这样挑不出任何记录。",
        "The field {field} of the kind {kind} has none of {found} (only {expected}); nothing could be selected.",
    ),
    "scheme.percent_of_count": LocalText(
        "指标 {found} 不是比例，单位不能是 %。", "The measure {found} is no rate or share; its unit cannot be %."
    ),
    "scheme.sum_not_number": LocalText(
        "活动类型 {kind} 的 {found} 是 {type}，不能相加；可以相加的有：{expected}。",
        "{found} of the kind {kind} is of type {type} and cannot be added up; expected a number or duration: {expected}.",
    ),
    "scheme.attendance_never": LocalText(
        "这里要数人，但活动类型 {kind} 不计出席；请给它写 attendance: expected 或 optional。",
        "People are counted here, but the kind {kind} has none; give it attendance: expected or optional.",
    ),
    "scheme.rate_of_itself": LocalText(
        "{found} 与自身相比总是 100%；请换一个。", "{found} of itself is always 100 %; choose another."
    ),
    "scheme.part_outside_whole": LocalText(
        "部分可能超出整体：part 的每条记录都必须属于 whole；请让 whole 包含 part 的活动类型和条件。",
        "The part may reach outside the whole: every entry of part must belong to whole; widen whole or narrow part.",
    ),
    "scheme.numbering_same": LocalText(
        "编号“{found}”里没有 {{number}}，所有问题会同号；请加上。",
        "The numbering “{found}” has no {{number}}, so all problems would share one number; add it.",
    ),
    "scheme.section_too_deep": LocalText(
        "章节“{found}”在第五层；公文标题最多 {expected} 层，请往上提。",
        "The section “{found}” lies on a fifth level; an official report has {expected}, move it up.",
    ),
    "scheme.section_empty": LocalText(
        "章节“{found}”什么也没有；请写 facts、prose、gaps、problems、next_steps、list 或 sections。",
        "The section “{found}” would stay empty; give it facts, prose, gaps, problems, next_steps, list or sections.",
    ),
    "scheme.figures_differ": LocalText(
        "中英文两段文字引用的指标不同：{found}。", "The Chinese and the English text use different measures: {found}."
    ),
    "scheme.clause_unused": LocalText(
        "条款 {found}（{number}）没有责任事项依据它。", "No duty rests on the clause {found} ({number})."
    ),
    "scheme.kind_unused": LocalText(
        "活动类型 {found} 没有被任何责任事项、指标或报告用到。", "No duty, measure or report uses the kind {found}."
    ),
}

_CONFLICTS: dict[str, LocalText] = {
    "scheme.conflict_kind": LocalText(
        "活动类型“{found}”在已加载的方案 {other}（版本 {version}）里定义不同；请写成完全相同，或改名。",
        "The kind “{found}” is defined differently in the loaded scheme {other} (version {version});"
        " make them equal or rename one.",
    ),
    "scheme.conflict_duty": LocalText(
        "责任事项“{found}”已属于方案 {other}（版本 {version}）；请改名。",
        "The duty “{found}” belongs to the loaded scheme {other} (version {version}); rename it.",
    ),
    "scheme.conflict_measure": LocalText(
        "指标“{found}”已属于方案 {other}（版本 {version}）；请改名。",
        "The measure “{found}” belongs to the loaded scheme {other} (version {version}); rename it.",
    ),
}

SENTENCES: dict[str, LocalText] = _FILE | _SHAPE | _NAMES | _SENSE | _CONFLICTS | scheme_words.SENTENCES

"""Sentences about importing a folder of ledgers."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "import_folder.option_by": LocalText(
        "导入文件夹时，文件属于哪个单位：name 看文件名（或所在文件夹名），column 看表里的单位栏。",
        "With a folder: whose a file is. name: as its name (or its folder's) says; column: as a column in it says.",
    ),
    "import_folder.option_units": LocalText(
        "导入文件夹时，写明哪个文件属于哪个单位的 csv，两列：文件、单位。",
        "With a folder: a csv that says whose each file is, in two columns, file and unit.",
    ),
    "import_folder.by": LocalText(
        "--by 只能写 name 或 column，用了 --units 时只能是 name；现在写的是“{value}”。",
        "--by is name or column, and name where --units is given; it says “{value}”.",
    ),
    "import_folder.one_file_only": LocalText(
        "导入文件夹时不能用 --save-mapping 和 --marked；请对其中一个文件单独使用。",
        "--save-mapping and --marked do not go with a folder; use them with one of its files.",
    ),
    "import_folder.folders_only": LocalText(
        "--by、--units 和 --workers 只用于导入文件夹。", "--by, --units and --workers go with a folder only."
    ),
    "import_folder.empty": LocalText(
        "文件夹“{folder}”里没有 xlsx、xls、csv 或 ndjson 文件，请检查路径。",
        "The folder “{folder}” holds no xlsx, xls, csv or ndjson file. Check the path.",
    ),
    "import_folder.unit_not_named": LocalText(
        "从“{value}”看不出是哪个单位的；请用单位编号或名称给文件命名，或用 --units 写明。",
        "“{value}” does not tell whose the file is. Name the file by the unit's code or name, or give a list with --units.",
    ),
    "import_folder.units_several": LocalText(
        "“{value}”可能是这几个单位：{found}；请用单位编号命名，或用 --units 写明。",
        "“{value}” may be any of {found}. Name the file by the unit's code, or give a list with --units.",
    ),
    "import_folder.not_listed": LocalText(
        "--units 的清单里没有“{value}”，请补上一行。", "The list given with --units lacks “{value}”; add a line for it."
    ),
    "import_folder.list_unreadable": LocalText(
        "--units 的清单读不出来，请存成 UTF-8 的 csv，两列：文件、单位。",
        "The list given with --units cannot be read. Save it as csv in UTF-8, in two columns, file and unit.",
    ),
    "import_folder.list_line": LocalText(
        "--units 的清单第 {row} 行缺文件或单位，请补上。",
        "Line {row} of the list given with --units lacks the file or the unit; fill it in.",
    ),
    "import_folder.progress": LocalText("正在导入 {done}/{total}", "importing {done}/{total}"),
    "import_folder.head_file": LocalText("文件", "file"),
    "import_folder.done": LocalText(
        "导入 {files_taken} 个文件，以前已导入 {files_already} 个，有不合格的 {files_refused} 个；"
        "新增 {added} 条，原已有 {already} 条。",
        "{files_taken} files imported, {files_already} were in already, {files_refused} had something refused; "
        "{added} records added, {already} were there already.",
    ),
    "import_folder.tried": LocalText(
        "试读：可导入 {ready} 条，以前已导入 {files_already} 个文件，有不合格的 {files_refused} 个；没有写入。",
        "Tried: {ready} records can be imported, {files_already} files were in already, "
        "{files_refused} had something refused; nothing was written.",
    ),
}

"""Sentences about files that people hand in."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "evidence.kind_unknown": LocalText(
        "“{name}”不是能收的文件。请交照片、PDF、Word、Excel、PPT、WPS、OFD 或文本文件。",
        "“{name}” is of no kind that is kept. Hand in a photo, a PDF, an office document or a text file.",
    ),
    "evidence.page": LocalText(
        "“{name}”是网页或矢量图，里面可能带脚本，不收。请另存为 PDF 或截图。",
        "“{name}” is a page or a drawing that may carry a script; it is not kept. Save it as PDF or as a picture.",
    ),
    "evidence.macros": LocalText(
        "“{name}”带有宏，不收。请另存为不带宏的文件。", "“{name}” carries macros and is not kept. Save it without them."
    ),
    "evidence.heic": LocalText(
        "“{name}”是 HEIC 照片，多数电脑打不开。请在手机相机设置里选“兼容性最佳”，或者发送时转成 JPEG。",
        "“{name}” is a HEIC photo, which most computers cannot open. Choose “Most compatible” in the camera's settings, "
        "or send it as JPEG.",
    ),
    "evidence.damaged": LocalText(
        "“{name}”打不开，可能没有传完整。请重新选择。",
        "“{name}” cannot be opened; it may be incomplete. Choose it again.",
    ),
    "evidence.too_much_inside": LocalText(
        "“{name}”解压后过大，不收。", "“{name}” is too large once unpacked and is not kept."
    ),
    "evidence.too_many_points": LocalText(
        "“{name}”超过 {millions} 百万像素。请缩小后再传。",
        "“{name}” has more than {millions} million points. Make it smaller.",
    ),
    "evidence.no_room": LocalText(
        "本单位的材料已满（{megabytes} MB），“{name}”没有保存。请联系管理员。",
        "The unit's room for files is used up ({megabytes} MB); “{name}” was not kept. Ask the administrator.",
    ),
}

"""Sentences about the database engine, the replica and the place of the files."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "engine.setting_off": LocalText(
        "PostgreSQL 的 {name} 关着，断电会丢失已经登记的内容，所以没有打开。请在 postgresql.conf 里写 {name} = on，重新载入配置；也看看有没有用 ALTER DATABASE 或 ALTER ROLE 把它关掉。",
        "PostgreSQL's {name} is off: a power cut would lose what was recorded, so nothing was opened. Set {name} = on in postgresql.conf and reload it; see too that no ALTER DATABASE or ALTER ROLE turns it off.",
    ),
    "engine.isolation": LocalText(
        "数据库默认的隔离级别是 {found}，应为 read committed。请把 default_transaction_isolation 改回来（postgresql.conf、ALTER DATABASE、ALTER ROLE 都看一下）。",
        "The database works at isolation level {found} by default and must at read committed. Set default_transaction_isolation back (see postgresql.conf, ALTER DATABASE and ALTER ROLE).",
    ),
    "engine.is_replica": LocalText(
        "DATABASE_URL 指的是一个只读副本，不能登记。请写主库的地址；副本的地址写在 DATABASE_REPLICA_URL 里。",
        "DATABASE_URL names a replica, which cannot be written to. Give the primary's address there, and the replica's in DATABASE_REPLICA_URL.",
    ),
    "engine.too_old": LocalText(
        "PostgreSQL {found} 太旧，至少要 {least}。请升级数据库服务器（pg_upgrade），再运行。",
        "PostgreSQL {found} is too old; {least} is the least. Upgrade the server (pg_upgrade), then run this again.",
    ),
    "engine.too_old_for_driver": LocalText(
        "数据库服务器太旧（{message}）。请升级数据库服务器（pg_upgrade），再运行。",
        "The database server is too old ({message}). Upgrade it (pg_upgrade), then run this again.",
    ),
    "engine.no_checksums": LocalText(
        "PostgreSQL 没有打开页校验和，磁盘悄悄出错时不会报。停机后运行 pg_checksums --enable 即可打开。",
        "PostgreSQL keeps no page checksums, so a disk that errs silently is not noticed. Stop the server and run pg_checksums --enable.",
    ),
    "engine.network_folder": LocalText(
        "{folder} 在网络文件系统（{kind}）上，SQLite 的锁和落盘在那里靠不住，可能丢失记录，所以没有打开。请把数据文件夹放到本机磁盘上，或改用 PostgreSQL（DATABASE_URL）。",
        "{folder} is on a network file system ({kind}), where SQLite's locks and syncs do not hold and records can be lost, so nothing was opened. Put the data folder on a local disk, or use PostgreSQL (DATABASE_URL).",
    ),
    "engine.file_system_unknown": LocalText(
        "不知道 {folder} 在什么文件系统上。请确认它在本机磁盘上，不在网络盘上。",
        "Which file system {folder} is on is not known. Make sure it is a local disk, not one of the network.",
    ),
}

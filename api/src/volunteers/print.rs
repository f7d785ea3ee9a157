//! The sheet of a certificate: what its record says, room for a seal, and a code that leads to the public check.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::certificate::{CertificateFile, Record, Served};
use crate::print::{Align, Block, Code, Column, Fonts, Sheet, Table};

/// Makes the sheet. `link` is where the number is checked.
pub fn sheet(record: &Record, file: &CertificateFile, link: &str, zone: Tz, fonts: &Fonts) -> Sheet {
    let mut sheet = Sheet::new(format!("志愿服务记录证明 {}", record.number));
    sheet.add(Block::Title("志愿服务记录证明".to_owned()));
    sheet.add(Block::Subtitle(format!("编号：{}", record.number)));
    sheet.add(Block::Facts(facts(record, zone)));
    sheet.add(Block::Heading("志愿服务情况".to_owned()));
    match record.service.items.is_empty() {
        true => sheet.add(Block::Paragraph("无。".to_owned())),
        false => sheet.add(Block::Table(table(&record.service, zone))),
    }
    for (heading, text) in others(record) {
        sheet.add(Block::Heading(heading.to_owned()));
        sheet.add(Block::Paragraph(text));
    }
    sheet.add(Block::Signatures(
        ["负责人签字：", "经办人签字：", "出具单位（盖章）：", "日期："].map(str::to_owned).to_vec(),
    ));
    let caption = format!(
        "扫描左侧二维码，或按编号查询，可以核对本证明是否有效；查询结果不含个人信息。\n内容散列值（SHA-256）：{}",
        file.content_hash
    );
    sheet.add(Block::Code(Code { content: link.to_owned(), caption }));
    let boxes = sheet.missing(fonts).into_iter().map(|char| format!("U+{:04X}", u32::from(char)));
    let boxes: Vec<String> = boxes.collect();
    if !boxes.is_empty() {
        let note = format!("注：文中方框为字库没有的字，其统一码为：{}。", boxes.join("、"));
        sheet.add(Block::Paragraph(note));
    }
    sheet
}

fn day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y年%-m月%-d日").to_string()
}

/// `1 小时 30 分钟`.
fn time(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} 分钟"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, rest) => format!("{hours} 小时 {rest} 分钟"),
    }
}

fn facts(record: &Record, zone: Tz) -> Vec<(String, String)> {
    let service = &record.service;
    let facts = [
        ("姓名", record.volunteer.name.clone()),
        ("志愿者号", record.volunteer.number.clone()),
        ("注册日期", day(record.volunteer.registered_at, zone)),
        ("服务时长", time(service.minutes + service.added_minutes)),
        ("其中", format!("现场记录 {}，事后补录 {}", time(service.minutes), time(service.added_minutes))),
        ("出具单位", record.issuer.name.clone()),
        ("负责人", record.issuer.responsible.clone()),
        ("经办人", record.issuer.handler.clone()),
        ("联系方式", record.issuer.contact.clone()),
        ("出具日期", day(record.issued_at, zone)),
    ];
    facts.map(|(label, text)| (label.to_owned(), text)).to_vec()
}

fn table(service: &Served, zone: Tz) -> Table {
    let columns = vec![
        Column::new("内容", 2.0, Align::Left),
        Column::new("次数", 1.0, Align::Right),
        Column::new("时长", 2.0, Align::Right),
        Column::new("起止", 3.0, Align::Left),
    ];
    let rows = service.items.iter().map(|item| {
        let (first, last) = (day(item.first_at, zone), day(item.last_at, zone));
        let span = if first == last { first } else { format!("{first}至{last}") };
        vec![item.kind.meaning().to_owned(), item.times.to_string(), time(item.minutes + item.added_minutes), span]
    });
    Table { columns, rows: rows.collect() }
}

fn others(record: &Record) -> [(&'static str, String); 3] {
    let or_none = |lines: Vec<String>| if lines.is_empty() { "无。".to_owned() } else { lines.join("\n") };
    let trainings =
        record.trainings.iter().map(|one| format!("{}（{}）", one.training.meaning(), one.passed_on)).collect();
    let honours =
        record.honours.iter().map(|one| format!("{}（{}，{}）", one.title, one.given_by, one.given_on)).collect();
    let stars = record.evaluations;
    let evaluated = match stars.count {
        0 => "无。".to_owned(),
        count => format!("受助人评价 {count} 次，共 {} 星，每次满分 5 星。", stars.stars),
    };
    [("培训情况", or_none(trainings)), ("表彰奖励情况", or_none(honours)), ("评价情况", evaluated)]
}

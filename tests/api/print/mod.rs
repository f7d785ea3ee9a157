//! Sheets as PDF, read back by somebody else's reader.

use api::error::Code as Fault;
use api::print::{Align, Block, Code, Column, Fonts, Printed, Sheet, Table, print};
use support::Pdf;

fn fonts() -> Fonts {
    Fonts::open(None).expect("no fonts")
}

fn sheet(blocks: Vec<Block>) -> Sheet {
    Sheet { title: "试印".into(), blocks }
}

fn printed(blocks: Vec<Block>) -> (Printed, Pdf) {
    let printed = print(&fonts(), &sheet(blocks)).expect("not printed");
    let pdf = Pdf::read(&printed.bytes);
    (printed, pdf)
}

/// Without white space, as [`Pdf`] gives it.
fn solid(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

fn table(rows: usize) -> Table {
    let columns = vec![Column::new("序号", 1.0, Align::Middle), Column::new("选项", 4.0, Align::Left)];
    Table { columns, rows: (1..=rows).map(|row| vec![format!("{row}"), format!("第{row}号方案")]).collect() }
}

#[test]
fn text_can_be_copied_rare_characters_included() {
    let text = "请䶮、𠮷、㛃、堃（chéng）与 Zoë 核对：面积 1,234.56 m²，≥ 2/3。";
    let (printed, pdf) = printed(vec![Block::Title("䶮𠮷㛃".into()), Block::Paragraph(text.into())]);
    assert_eq!(pdf.text(), format!("䶮𠮷㛃{}", solid(text)));
    assert_eq!((printed.pages, printed.missing), (1, vec![]));
}

#[test]
fn it_tells_its_title_and_language_and_carries_only_the_letters_it_needs() {
    let (printed, pdf) = printed(vec![Block::Paragraph("一张纸".into())]);
    let in_chinese = |bytes: &[u8]| bytes.windows(12).any(|part| part == b"/Lang(zh-CN)");
    assert!(pdf.title() == "试印" && in_chinese(&printed.bytes));
    assert!(printed.bytes.len() < 20_000, "{} bytes", printed.bytes.len());
}

#[test]
fn long_text_goes_on_over_pages_and_nothing_of_it_is_lost() {
    let text = "甲乙丙丁，戊己庚辛。壬癸“子丑寅卯”（辰巳午未）！".repeat(200);
    let (printed, pdf) = printed(vec![Block::Heading("长文".into()), Block::Paragraph(text.clone())]);
    assert!(printed.pages > 4, "{} pages", printed.pages);
    assert_eq!(pdf.text(), format!("长文{text}"));
    for (number, page) in (1..).zip(&pdf.pages) {
        assert!(page.ends_with(&format!("第{number}页共{}页", printed.pages)), "{page}");
        assert!(!page.starts_with(['，', '。', '”', '）', '！']), "{page}");
    }
}

#[test]
fn a_table_repeats_its_head_on_every_page_and_keeps_every_row() {
    let (printed, pdf) = printed(vec![Block::Table(table(90))]);
    assert!(printed.pages > 2);
    assert!(pdf.pages.iter().all(|page| page.starts_with("序号选项")));
    let text = pdf.text();
    assert_eq!(text.matches("序号选项").count(), printed.pages);
    assert!((1..=90).all(|row| text.contains(&format!("{row}第{row}号方案"))));
}

#[test]
fn a_row_higher_than_a_page_is_divided() {
    let long = "很长的选项，".repeat(400);
    let mut table = table(1);
    table.rows[0][1].clone_from(&long);
    let (printed, pdf) = printed(vec![Block::Table(table)]);
    assert!(printed.pages > 2);
    assert_eq!(pdf.text().replace("序号选项", "").replacen('1', "", 1), long);
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let code = Code { content: "https://example.org/deliberations/1".into(), caption: "扫一扫".into() };
    let facts = vec![("议题".to_owned(), "更换电梯".to_owned()), ("时间".to_owned(), "三天".to_owned())];
    let signatures = Block::Signatures(vec!["监票人：".into(), "日期：".into()]);
    let blocks = vec![Block::Facts(facts), Block::Table(table(40)), Block::Code(code), signatures];
    let (one, pdf) = printed(blocks.clone());
    let (other, _) = printed(blocks);
    assert_eq!(one, other);
    assert!(["议题更换电梯", "扫一扫", "监票人：日期："].iter().all(|text| pdf.text().contains(text)));
}

#[test]
fn what_no_font_has_is_told() {
    let (printed, pdf) = printed(vec![Block::Paragraph("见😀与🎉，又见😀".into())]);
    assert_eq!(printed.missing, ['🎉', '😀']);
    assert_eq!(pdf.text().replace(['😀', '🎉'], ""), "见与，又见");
}

#[test]
fn a_sheet_that_nobody_would_put_up_is_refused() {
    for characters in [40_000, 4_000_000] {
        let long = Block::Paragraph("字".repeat(characters));
        let refusal = print(&fonts(), &sheet(vec![long])).expect_err("it was printed");
        assert_eq!(refusal.code(), Fault::TooLarge);
    }
}

#[test]
fn an_empty_sheet_and_odd_tables_are_still_sheets() {
    let nothing = Table { columns: Vec::new(), rows: vec![vec!["x".into()]] };
    let ragged = Table { rows: vec![vec![], vec!["1".into(); 9]], ..table(0) };
    let (printed, _) = printed(vec![Block::Table(nothing), Block::Table(ragged), Block::Paragraph(String::new())]);
    assert_eq!(printed.pages, 1);
    assert_eq!(self::printed(Vec::new()).0.pages, 1);
}

//! The template: the columns by name, with choices where there are some, and a page that explains them.

use rust_xlsxwriter::{Color, DataValidation, Format as Style, Formula, Workbook, Worksheet};

use super::MAX_ROWS;
use super::write::{SheetFormat, failed, put, write_csv};
use crate::error::Result;
use crate::imports::column::Column;
use crate::imports::form::Form;

/// The page that explains the columns.
const EXPLAINED: &str = "填写说明";

/// The page with the community's grids.
const GRIDS: &str = "网格";

/// An empty sheet of this form; `grids` are the codes and names to choose from.
pub fn template(format: SheetFormat, form: &Form, grids: &[(String, String)]) -> Result<Vec<u8>> {
    match format {
        SheetFormat::Csv => {
            let heads = form.columns.iter().map(|column| column.name().to_owned()).collect();
            Ok(format!("\u{feff}{}", write_csv(std::iter::once(heads))?).into_bytes())
        }
        SheetFormat::Xlsx => workbook(form, grids),
    }
}

fn workbook(form: &Form, grids: &[(String, String)]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    empty(book.add_worksheet(), form, grids)?;
    explanations(book.add_worksheet(), form)?;
    if form.columns.contains(&Column::Grid) {
        list(book.add_worksheet(), grids)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn bold() -> Style {
    Style::new().set_bold().set_background_color(Color::RGB(0x00DD_EBF7)).set_num_format("@")
}

fn empty(sheet: &mut Worksheet, form: &Form, grids: &[(String, String)]) -> Result<()> {
    sheet.set_name(form.title).map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    // Text, or the programs would cut identity numbers and turn doors into dates.
    let text = Style::new().set_num_format("@");
    let last = u32::try_from(MAX_ROWS).map_err(failed)? - 1;
    for (place, column) in (0_u16..).zip(form.columns.iter().copied()) {
        sheet.set_column_format(place, &text).map_err(failed)?;
        sheet.set_column_width(place, if is_long(column) { 22 } else { 13 }).map_err(failed)?;
        put(sheet, 0, place.into(), column.name(), &bold())?;
        if let Some(choice) = choice(column, grids.len())? {
            sheet.add_data_validation(1, place, last, place, &choice).map_err(failed)?;
        }
    }
    Ok(())
}

fn is_long(column: Column) -> bool {
    matches!(column, Column::IdNumber | Column::OwnerNumber)
}

/// What the program offers in a column. Several tags fit one cell, so they cannot be chosen.
fn choice(column: Column, grids: usize) -> Result<Option<DataValidation>> {
    Ok(match column {
        Column::Grid if grids > 0 => {
            let list = format!("={GRIDS}!$A$2:$A${}", grids + 1);
            Some(DataValidation::new().allow_list_formula(Formula::new(list)))
        }
        Column::Kind | Column::Relation | Column::IsOwner | Column::OwnerKind => {
            Some(DataValidation::new().allow_list_strings(&column.choices()).map_err(failed)?)
        }
        _ => None,
    })
}

fn explanations(sheet: &mut Worksheet, form: &Form) -> Result<()> {
    sheet.set_name(EXPLAINED).map_err(failed)?;
    sheet.set_column_width(1, 70).map_err(failed)?;
    let rows = form.columns.iter().map(|column| [column.name(), column.explanation()]);
    let remarks = form.remarks.iter().map(|remark| ["", *remark]);
    table(sheet, [["列", "怎样填写"]].into_iter().chain(rows).chain(remarks))
}

fn list(sheet: &mut Worksheet, grids: &[(String, String)]) -> Result<()> {
    sheet.set_name(GRIDS).map_err(failed)?;
    sheet.set_column_width(0, 22).map_err(failed)?;
    let rows = grids.iter().map(|(code, name)| [code.as_str(), name.as_str()]);
    table(sheet, [["编码", "名称"]].into_iter().chain(rows))
}

/// Rows of two cells, the first of them bold.
fn table<'a>(sheet: &mut Worksheet, rows: impl Iterator<Item = [&'a str; 2]>) -> Result<()> {
    let (head, plain) = (bold(), Style::new().set_num_format("@"));
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in cells.into_iter().enumerate() {
            put(sheet, row, column, cell, if row == 0 { &head } else { &plain })?;
        }
    }
    Ok(())
}

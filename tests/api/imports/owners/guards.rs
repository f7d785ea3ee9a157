//! What must hold with many at once. Each test goes red without its guard, which it names.

use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::json;
use support::{Answer, TestApp};

use super::super::figure;
use super::{place, rows, send, sheet};

/// So many staff import at the same time.
const CROWD: usize = 6;

/// Guard: the lock on the community's row (`bulk::hold`); on SQLite the write transaction.
#[tokio::test]
async fn the_same_file_from_several_at_once_doubles_nobody() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let sheet = sheet(&["吉祥苑,3栋,2单元,301,张伟,,", "吉祥苑,3栋,2单元,302,李娜,,", "吉祥苑,3栋,2单元,303,王芳,,"]);
    let answers = join_all((0..CROWD).map(|_| send(&staff, sheet.as_bytes(), &[]))).await;
    let answers: Vec<Answer> = answers.into_iter().map(|answer| answer.expect(201)).collect();
    let created = |kind| answers.iter().map(|answer| figure(answer, kind)[0]).sum::<u64>();
    assert_eq!((created("owners"), created("ownerships")), (3, 3));
    let (owners, owned) = rows(&app).await;
    assert_eq!((owners.len(), owned.len()), (3, 3));
}

/// Guard: the lock on the community's row, which a deletion by hand shares (`bulk::wait`): an
/// import that has seen an owner would write the record anew.
#[tokio::test]
async fn an_import_brings_nobody_back_who_is_deleted_meanwhile() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let dwellings = staff.get("/dwellings").await.expect(200);
    let sold = [301, 302, 303, 304].map(|door| format!("吉祥苑,3栋,2单元,{door},张伟,,"));
    let file = sheet(&sold.each_ref().map(String::as_str));
    for turn in 0..4 {
        let mut owners = Vec::new();
        for index in 0..12 {
            let dwelling = &dwellings.items()[index % 4]["id"];
            let body = json!({"kind": "person", "name": format!("业主{turn}之{index}"), "dwellingIds": [dwelling]});
            owners.push(format!("/owners/{}", staff.post("/owners", body).await.expect(201).id()));
        }
        let deleted = join_all(owners.iter().map(|path| staff.request(Method::DELETE, path).if_match(1).send()));
        let (imported, deleted) = join(send(&staff, file.as_bytes(), &[]), deleted).await;
        imported.expect(201);
        for (path, answer) in owners.iter().zip(deleted) {
            assert!([204, 412].contains(&answer.status), "{}", answer.text());
            let there = staff.get(path).await.status;
            assert_eq!(there, if answer.status == 204 { 404 } else { 200 });
        }
        assert_eq!(rows(&app).await.1.len(), 4, "each dwelling has its new owner alone");
    }
}

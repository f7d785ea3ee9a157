//! What nobody attaches goes; what is attached stays and cannot be attached again.

use api::auth::{Actor, Who};
use api::error::Code;
use api::kernel::db::{self, Cause};
use api::media::service;
use api::worker;
use entity::ids::MediaId;
use support::{Person, TestApp};

use super::{path_of, photo, upload};

async fn attach(app: &TestApp, person: &Person, id: MediaId) -> Result<(), Code> {
    let actor = Actor { who: Who::Account(person.account()), ..Actor::system() };
    let work = db::write(app.kernel(), Cause::system(), async |tx| service::attach(tx, &actor, &[id], "/photos").await);
    work.await.map_err(|error| error.code())
}

#[tokio::test]
async fn only_the_uploader_attaches_a_picture_and_only_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (resident, other) = (app.resident(&grid).await, app.resident(&grid).await);
    let id: MediaId = upload(&resident, &photo()).await.id().parse().expect("no id");

    assert_eq!(attach(&app, &other, id).await, Err(Code::Invalid));
    assert_eq!(attach(&app, &resident, id).await, Ok(()));
    assert_eq!(attach(&app, &resident, id).await, Err(Code::Invalid));
}

#[tokio::test]
async fn after_a_day_what_is_unattached_is_gone_with_its_files_and_the_rest_stays() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let used = upload(&resident, &photo()).await;
    let unused = upload(&resident, &photo()).await;
    attach(&app, &resident, used.id().parse().expect("no id")).await.expect("it is not attached");
    let files = || {
        let folder = app.kernel().settings.data_dir.join("media/pictures");
        std::fs::read_dir(folder).expect("no folder of pictures").count()
    };
    worker::drain(&app.app).await;
    assert_eq!(files(), 4);

    app.advance_days(1);
    worker::drain(&app.app).await;
    assert_eq!(files(), 2);
    assert_eq!(app.anonymous().get(path_of(&unused, "url")).await.status, 403);
    let _ = attach(&app, &resident, unused.id().parse().expect("no id")).await.expect_err("it is attached");
}

//! Calendars that others read, read here by a parser that siwei does not use itself.

use std::time::Duration;

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarTransparency,
    ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::{DateTime, Utc};
use entity::actions::calendar_feed;
use futures_util::future::join_all;
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, TransactionTrait};
use serde_json::json;
use support::{Action, Answer, Person, TestApp, shift};

/// The calendar that an answer is, its form checked.
fn calendar(answer: &Answer) -> ICalendar {
    let text = answer.text();
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let mut parser = Parser::new(&text);
    let Entry::ICalendar(calendar) = parser.entry() else { panic!("this is no calendar: {text}") };
    assert_eq!(parser.entry(), Entry::Eof);
    // It reads on after what it does not know: of that there is nothing but Apple's and Microsoft's names.
    let unknown = |name: &ICalendarProperty| match name {
        ICalendarProperty::Other(name) => !["X-WR-CALNAME", "X-PUBLISHED-TTL"].contains(&name.as_str()),
        _ => false,
    };
    let entries = calendar.components.iter().flat_map(|part| &part.entries);
    assert!(entries.clone().all(|entry| !unknown(&entry.name) && !entry.values.is_empty()), "{text}");
    calendar
}

fn events(calendar: &ICalendar) -> Vec<&ICalendarComponent> {
    calendar.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent).collect()
}

fn text(event: &ICalendarComponent, name: ICalendarProperty) -> String {
    let value = event.property(&name).and_then(|entry| entry.values.first());
    value.and_then(ICalendarValue::as_text).unwrap_or_else(|| panic!("no {name:?}")).to_owned()
}

fn number(event: &ICalendarComponent, name: ICalendarProperty) -> i64 {
    let value = event.property(&name).and_then(|entry| entry.values.first());
    value.and_then(ICalendarValue::as_integer).expect("no number")
}

fn instant(event: &ICalendarComponent, name: ICalendarProperty) -> i64 {
    let value = event.property(&name).and_then(|entry| entry.values.first());
    let at: &PartialDateTime = value.and_then(ICalendarValue::as_partial_date_time).expect("no instant");
    at.to_timestamp().expect("the instant is not in UTC")
}

/// The address of a new feed, without the host.
async fn subscribes(person: &Person) -> String {
    let made = person.post("/me/calendar-feeds", json!({"name": "手机, 日历"})).await.expect(201);
    let url = made.string("url");
    url[url.find("/api/v1/").expect("no address")..].to_owned()
}

async fn reads(app: &TestApp, address: &str) -> ICalendar {
    let answer = app.anonymous().get(address).await.expect(200);
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    calendar(&answer)
}

#[tokio::test]
async fn the_own_sign_up_stands_in_it_with_all_that_a_calendar_shows() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let long = "理发；磨刀, 量血压; 反斜线\\。\n".repeat(9);
    let more = json!({"title": "基层服务日，春天; 第一次, 在\\广场", "description": long});
    let action = app.given_action(&staff, 1, more).await;
    let volunteer = app.given_volunteer(&grid).await;
    let signup = volunteer.signs_up(&action).await.expect(201).signup();
    let own = subscribes(&volunteer).await;
    let read = reads(&app, &own).await;
    let event = events(&read)[0];
    assert_eq!(event.uid(), Some(&*signup.to_string()));
    assert_eq!(text(event, ICalendarProperty::Summary), "基层服务日，春天; 第一次, 在\\广场");
    let about = text(event, ICalendarProperty::Description);
    assert!(about.starts_with("岗位：服务\n理发；磨刀, 量血压; 反斜线\\。\n理发"), "{about}");
    assert_eq!(text(event, ICalendarProperty::Location), "社区广场");
    assert_eq!(event.status(), Some(&ICalendarStatus::Confirmed));
    assert_eq!(event.transparency(), Some(&ICalendarTransparency::Opaque));
    let seen = staff.get(action.path("")).await.expect(200);
    let at = |field: &str| seen.string(field).parse::<DateTime<Utc>>().expect("no instant").timestamp();
    assert_eq!(instant(event, ICalendarProperty::Dtstart), at("startsAt"));
    assert_eq!(instant(event, ICalendarProperty::Dtend), at("endsAt"));
    assert_eq!(instant(event, ICalendarProperty::Dtstamp), instant(event, ICalendarProperty::LastModified));
    let geo = event.property(&ICalendarProperty::Geo).expect("no place");
    let geo: Vec<f64> = geo.values.iter().map(|value| value.as_float().expect("no number")).collect();
    assert!((geo[0] - 43.8787).abs() < 0.001 && (geo[1] - 125.3460).abs() < 0.001, "not in WGS 84: {geo:?}");
}

#[tokio::test]
async fn the_own_sign_ups_stand_in_it_as_sure_as_they_are() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let action = app.given_action(&staff, 1, json!({"title": "基层服务日，春天"})).await;
    let (first, second) = (app.given_volunteer(&grid).await, app.given_volunteer(&grid).await);
    let signup = first.signs_up(&action).await.expect(201).signup();
    let waiting = second.signs_up(&action).await.expect(201).signup();
    let (own, others) = (subscribes(&first).await, subscribes(&second).await);
    assert_eq!(events(&reads(&app, &own).await)[0].status(), Some(&ICalendarStatus::Confirmed));

    let read = reads(&app, &others).await;
    assert_eq!(events(&read).len(), 1);
    let event = events(&read)[0];
    assert_eq!((event.uid(), event.status()), (Some(&*waiting.to_string()), Some(&ICalendarStatus::Tentative)));
    assert_eq!(event.transparency(), Some(&ICalendarTransparency::Transparent));
    assert!(text(event, ICalendarProperty::Summary).starts_with("候补1号：基层服务日"));
    let before = number(event, ICalendarProperty::Sequence);

    first.moves_signup(signup, "cancel", json!({"reason": "临时有事"})).await.expect(200);
    let gone = reads(&app, &own).await;
    assert_eq!(events(&gone)[0].status(), Some(&ICalendarStatus::Cancelled));
    assert_eq!(events(&gone)[0].uid(), Some(&*signup.to_string()), "it is the same thing");
    let offered = reads(&app, &others).await;
    let event = events(&offered)[0];
    assert_eq!(event.status(), Some(&ICalendarStatus::Tentative));
    assert_eq!(event.transparency(), Some(&ICalendarTransparency::Opaque), "a place is held");
    assert!(number(event, ICalendarProperty::Sequence) > before);
    staff.moves_action(&action, "cancel", json!({"reason": "大风预警"})).await.expect(200);
    let read = reads(&app, &others).await;
    assert_eq!(events(&read)[0].status(), Some(&ICalendarStatus::Cancelled));
    app.advance_days(100);
    assert!(events(&reads(&app, &own).await).is_empty(), "what is long over has left it");
}

#[tokio::test]
async fn whoever_has_it_already_is_told_so() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let one = app.given_volunteer(&grid).await;
    let address = subscribes(&one).await;
    let first = app.anonymous().get(&address).await.expect(200);
    let again = async |tag: &str| {
        let request = app.anonymous().request(Method::GET, &address).header("if-none-match", tag);
        request.send().await
    };
    app.advance(Duration::from_secs(3600));
    assert_eq!(again(first.header("etag")).await.status, 304);
    let action = app.given_action(&staff, 3, json!({})).await;
    one.signs_up(&action).await.expect(201);
    assert_eq!(again(first.header("etag")).await.status, 200);
}

#[tokio::test]
async fn a_wrong_and_a_revoked_address_do_not_exist() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (one, other) = (app.given_volunteer(&grid).await, app.given_volunteer(&grid).await);
    let address = subscribes(&one).await;
    let listed = one.get("/me/calendar-feeds").await.expect(200);
    assert_eq!(listed["/0/name"], "手机, 日历");
    assert!(!listed.text().contains(address.trim_end_matches(".ics").rsplit('/').next().expect("no token")));
    let id = listed.string("/0/id");
    assert_eq!(other.delete(format!("/me/calendar-feeds/{id}")).await.refusal(), (404, "not_found"));
    let kept: Vec<calendar_feed::Model> =
        calendar_feed::Entity::find().all(&app.kernel().db).await.expect("feeds cannot be read");
    assert!(!address.contains(&kept[0].token_hash), "what is stored is not the address");
    let wrong = [format!("/calendar-feeds/{}.ics", kept[0].token_hash), "/calendar-feeds/x.ics".to_owned()];
    for path in &wrong {
        assert_eq!(app.anonymous().get(path).await.refusal(), (404, "not_found"));
    }
    one.delete(format!("/me/calendar-feeds/{id}")).await.expect(204);
    assert_eq!(app.anonymous().get(&address).await.refusal(), (404, "not_found"));
    assert_eq!(one.delete(format!("/me/calendar-feeds/{id}")).await.refusal(), (404, "not_found"));

    let address = subscribes(&one).await;
    assert_eq!(one.get("/me/export").await.expect(200)["/actions/calendarFeeds/0/name"], "手机, 日历");
    let erase = json!({"confirm": true});
    one.request(Method::POST, "/me/erase").json(&erase).send().await.expect(204);
    assert_eq!(app.anonymous().get(&address).await.refusal(), (404, "not_found"));
    assert_eq!(calendar_feed::Entity::find().count(&app.kernel().db).await.ok(), Some(0));
}

/// Guards: the lock on the account's row, under which the lowest free slot is looked up: without it five at
/// once want the same one. Below it, numbered slots that are each taken once.
#[tokio::test]
async fn five_feeds_at_once_are_made_and_of_thirty_more_none() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let one = app.given_volunteer(&grid).await;
    let both = [&app, &replica].map(|app| one.at(app));
    let make = |turn: usize| both[turn % 2].post("/me/calendar-feeds", json!({"name": "日历"}));
    let db = &app.kernel().db;
    let shut = match db.get_database_backend() {
        DbBackend::Postgres => "LOCK TABLE calendar_feed IN EXCLUSIVE MODE",
        _ => "UPDATE calendar_feed SET slot = slot",
    };
    let gate = db.begin().await.expect("no gate");
    gate.execute_unprepared(shut).await.expect("the gate does not shut");
    let opening = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        gate.commit().await.expect("the gate does not open");
    };
    let (answers, ()) = tokio::join!(join_all((0..5).map(make)), opening);
    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    for answer in join_all((0..30).map(make)).await {
        assert_eq!(answer.refusal(), (409, "too_many_calendar_feeds"));
    }
    let listed = one.get("/me/calendar-feeds").await.expect(200);
    one.delete(format!("/me/calendar-feeds/{}", listed.string("/2/id"))).await.expect(204);
    subscribes(&one).await;
}

#[tokio::test]
async fn everybody_may_read_what_the_community_has_published() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let shifts = json!([shift(&app, 24, 2, 2), shift(&app, 48, 2, 2)]);
    let action: Action = app.given_action(&staff, 2, json!({"shifts": shifts, "title": "读书日"})).await;
    let draft = json!({"hostKind": "community", "content": support::content(&app, 1, &json!({"title": "草稿"}))});
    staff.post("/actions", draft).await.expect(201);
    let path = format!("/communities/{}/actions.ics", grid.community);
    let answer = app.anonymous().get(&path).await.expect(200);
    let read = calendar(&answer);
    let all = events(&read);
    assert_eq!(all.len(), 2, "{}", answer.text());
    assert_eq!(all[0].uid(), Some(&*action.shift.to_string()));
    assert_eq!(all[0].status(), Some(&ICalendarStatus::Confirmed));
    let request = app.anonymous().request(Method::GET, &path).header("if-none-match", answer.header("etag"));
    assert_eq!(request.send().await.status, 304);
    let verb = format!("shifts/{}/cancel", action.shift);
    staff.moves_action(&action, &verb, json!({"reason": "场地被占"})).await.expect(200);
    let after = calendar(&app.anonymous().get(&path).await.expect(200));
    let statuses: Vec<_> = events(&after).iter().map(|event| event.status().cloned()).collect();
    assert_eq!(statuses, [Some(ICalendarStatus::Cancelled), Some(ICalendarStatus::Confirmed)]);
    let nowhere = format!("/communities/{}/actions.ics", uuid::Uuid::now_v7());
    assert_eq!(app.anonymous().get(nowhere).await.refusal(), (404, "not_found"));
}

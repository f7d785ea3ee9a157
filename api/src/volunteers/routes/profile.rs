//! Becoming and being a volunteer; the public honour roll.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};

use super::go;
use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, Routes, cached};
use crate::kernel::db::Tx;
use crate::volunteers::service::profile::Offer;
use crate::volunteers::service::register::{Guardian, Registration};
use crate::volunteers::service::{cache_tag, honour, profile, register};
use crate::volunteers::view::{
    self, ChangeVolunteer, Honoured, MoveVolunteer, OfCommunity, RegisterVolunteer, ReturnVolunteer, Volunteer,
    VolunteerPath,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut volunteers = routes.under("/volunteers");
    volunteers.service(enrol);
    volunteers.under("/{volunteerId}").service(change).service(retire).service(come_back);
    routes.under("/me").service(own);
    routes.under("/communities").under("/{communityId}").service(roll);
}

/// At most so many entries of a list in a body.
const MOST: usize = 50;

fn offer(skills: Vec<entity::volunteers::Skill>, body: RestOfOffer) -> Result<Offer> {
    let long = [("/skills", skills.len()), ("/gridIds", body.grids.len()), ("/times", body.times.len())];
    if let Some((pointer, _)) = long.iter().find(|(_, length)| *length > MOST) {
        return Err(Code::Invalid.error().at(*pointer, Code::InvalidValue));
    }
    let RestOfOffer { grids, times, honour_roll, emergency_ready } = body;
    Ok(Offer { honour_roll, emergency_ready, ..Offer::new(skills, grids, times) })
}

struct RestOfOffer {
    grids: Vec<entity::ids::GridId>,
    times: Vec<entity::volunteers::Time>,
    honour_roll: bool,
    emergency_ready: bool,
}

impl RegisterVolunteer {
    fn parsed(self) -> Result<Registration> {
        if self.guardian.as_ref().is_some_and(|guardian| !guardian.agrees) {
            return Err(Code::GuardianRequired.error().at("/guardian/agrees", Code::InvalidValue));
        }
        let guardian =
            self.guardian.map(|guardian| Guardian { name: guardian.name.into(), phone: guardian.phone.to_string() });
        let rest = RestOfOffer {
            grids: self.grid_ids,
            times: self.times,
            honour_roll: self.honour_roll,
            emergency_ready: self.emergency_ready,
        };
        Ok(Registration {
            name: self.name.into(),
            birth_date: self.birth_date,
            consent: self.consent_version.into(),
            guardian,
            offer: offer(self.skills, rest)?,
        })
    }
}

impl ChangeVolunteer {
    fn parsed(self) -> Result<Offer> {
        let rest = RestOfOffer {
            grids: self.grid_ids,
            times: self.times,
            honour_roll: self.honour_roll,
            emergency_ready: self.emergency_ready,
        };
        offer(self.skills, rest)
    }
}

/// 注册志愿者
///
/// 认证居民和共建单位成员可以注册，须同意现行的志愿者须知；未满 18 周岁须有监护人同意，未满 14 周岁不能注册。注册后即有志愿者角色和志愿者号。
#[utoipa::path(tag = "volunteers", operation_id = "registerVolunteer", params(IdempotencyHeader),
    request_body = RegisterVolunteer,
    responses((status = 201, description = "已注册", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("")]
async fn enrol(app: web::Data<App>, actor: Actor, command: Command<RegisterVolunteer>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: RegisterVolunteer| {
        let row = register::register(tx, &actor, body.parsed()?).await?;
        let (location, version) = (format!("/api/v1/volunteers/{}", row.id), row.version);
        Ok(Reply::created(location, &view::show(tx, tx.vault(), &actor, row).await?)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 我的志愿者资料
///
/// 不是志愿者的答 404。
#[utoipa::path(tag = "volunteers", operation_id = "getOwnVolunteer",
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[get("/volunteer")]
async fn own(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let row = profile::own(&kernel.db, &actor).await?;
    let version = row.version;
    Ok(Reply::ok(&view::show(&kernel.db, &kernel.vault, &actor, row).await?)?.etag(version).into_response())
}

/// 修改志愿者资料
///
/// 由本人修改技能、时间、网格和意愿。
#[utoipa::path(tag = "volunteers", operation_id = "changeVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = ChangeVolunteer,
    responses((status = 200, description = "修改后的资料", body = Volunteer), Problems), security(("bearer" = [])))]
#[put("")]
async fn change(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<ChangeVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: ChangeVolunteer| {
        profile::change(tx, &actor, path.0.volunteer_id, seen, body.parsed()?).await
    };
    go(&app, &actor, command, act).await
}

/// 退出志愿者
///
/// 由本人退出，志愿者角色随之结束；时长和积分保留。
#[utoipa::path(tag = "volunteers", operation_id = "retireVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = MoveVolunteer,
    responses((status = 200, description = "已退出", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/retire")]
async fn retire(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<MoveVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, _| register::retire(tx, &actor, path.0.volunteer_id, seen).await;
    go(&app, &actor, command, act).await
}

/// 重新加入
///
/// 退出后由本人重新加入，沿用原来的志愿者号；须同意现行的志愿者须知。
#[utoipa::path(tag = "volunteers", operation_id = "returnVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = ReturnVolunteer,
    responses((status = 200, description = "已重新加入", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/return")]
async fn come_back(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<ReturnVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: ReturnVolunteer| {
        register::come_back(tx, &actor, path.0.volunteer_id, seen, &body.consent_version).await
    };
    go(&app, &actor, command, act).await
}

/// 光荣榜
///
/// 愿意上榜的成年志愿者，姓名已遮盖，服务时间长的在前，最多 100 位。无需登录。
#[utoipa::path(tag = "volunteers", operation_id = "listHonourRoll", params(OfCommunity),
    responses((status = 200, description = "光荣榜", body = Vec<Honoured>), (status = 304, description = "没有变化"), Problems),
    security(()))]
#[get("/honour-roll")]
async fn roll(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<OfCommunity>,
) -> Result<HttpResponse> {
    let community = path.0.community_id;
    let make = async {
        let honoured = honour::roll(&app.kernel, community).await?;
        serde_json::to_string(&honoured).map_err(|error| Code::Internal.error().cause(error))
    };
    let answer = app.kernel.cache.get(&cache_tag(community), "honour-roll", make).await?;
    Ok(cached(&request, &answer))
}

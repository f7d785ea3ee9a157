//! The nine kinds of records that staff keep: each with the same five routes.

use crate::http::Routes;

/// Makes the five routes of a resource in a module of its own.
macro_rules! routes {
    (
        $module:ident, $table:ident, $items:literal, $item:literal, $key:ident: $path:ident,
        $view:ident, $input:ident, $query:ident,
        $(#[$list:meta])+ $list_id:literal
        $(#[$create:meta])+ $create_id:literal
        $(#[$one:meta])+ $one_id:literal
        $(#[$replace:meta])+ $replace_id:literal
        $(#[$remove:meta])+ $remove_id:literal
    ) => {
        mod $module {
            use actix_web::{HttpResponse, delete, get, post, put, web};
            use entity::community::$table::Entity;

            use crate::app::App;
            use crate::auth::Actor;
            use crate::community::service;
            use crate::community::view::{CommunityChoice, $input, $path, $query, $view};
            use crate::error::Result;
            use crate::http::{
                Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal,
            };
            use crate::kernel::page::Page;

            pub fn mount(routes: &mut Routes<'_>) {
                routes.service(list).service(create).service(one).service(replace).service(remove);
            }

            $(#[$list])+
            ///
            /// 逐页列出，默认按录入顺序，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序；
            /// 网格长、楼长、单元长看到自己网格、楼栋、单元内的。
            #[utoipa::path(tag = "community", operation_id = $list_id, params($query),
                        responses((status = 200, description = "一页", body = Page<$view>), Problems),
                        security(("bearer" = [])))]
            #[get($items)]
            async fn list(app: web::Data<App>, actor: Actor, query: Query<$query>) -> Result<HttpResponse> {
                let named = query.0.community_id;
                personal(&service::list::<Entity>(&app.kernel, &actor, named, &query.0).await?)
            }

            $(#[$create])+
            ///
            /// 限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $create_id, params(CommunityChoice, IdempotencyHeader),
                        request_body = $input,
                        responses((status = 201, description = "已新增", body = $view), Problems),
                        security(("bearer" = [])))]
            #[post($items)]
            async fn create(
                app: web::Data<App>,
                actor: Actor,
                choice: Query<CommunityChoice>,
                command: Command<$input>,
            ) -> Result<HttpResponse> {
                let named = choice.0.community_id;
                command
                    .run(&app, &actor, async |tx, input| service::create::<Entity>(tx, &actor, named, input).await)
                    .await
            }

            $(#[$one])+
            ///
            /// 附版本号，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序；
            /// 网格长、楼长、单元长限自己网格、楼栋、单元内的。
            #[utoipa::path(tag = "community", operation_id = $one_id, params($path),
                        responses((status = 200, description = "当前内容", body = $view), Problems),
                        security(("bearer" = [])))]
            #[get($item)]
            async fn one(app: web::Data<App>, actor: Actor, path: Path<$path>) -> Result<HttpResponse> {
                let (view, version) = service::one::<Entity>(&app.kernel, &actor, path.0.$key).await?;
                Ok(Reply::ok(&view)?.etag(version).into_response())
            }

            $(#[$replace])+
            ///
            /// 须带所见的版本号，被他人改过则答 412。限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $replace_id,
                        params($path, IdempotencyHeader, IfMatchHeader), request_body = $input,
                        responses((status = 200, description = "修改后的内容", body = $view), Problems),
                        security(("bearer" = [])))]
            #[put($item)]
            async fn replace(
                app: web::Data<App>,
                actor: Actor,
                path: Path<$path>,
                command: Command<$input>,
            ) -> Result<HttpResponse> {
                let expected = command.expected(command.body.version)?;
                command
                    .run(&app, &actor, async |tx, input| {
                        service::replace::<Entity>(tx, &actor, path.0.$key, expected, input).await
                    })
                    .await
            }

            $(#[$remove])+
            ///
            /// 只能删除没有被引用的记录，版本号放在 `If-Match`。限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $remove_id,
                        params($path, IdempotencyHeader, IfMatchHeader),
                        responses((status = 204, description = "已删除"), Problems),
                        security(("bearer" = [])))]
            #[delete($item)]
            async fn remove(
                app: web::Data<App>,
                actor: Actor,
                path: Path<$path>,
                command: Command<Empty>,
            ) -> Result<HttpResponse> {
                let expected = command.expected(None)?;
                command
                    .run(&app, &actor, async |tx, _| service::remove::<Entity>(tx, &actor, path.0.$key, expected).await)
                    .await
            }
        }
    };
}

routes! {
    compounds, compound, "/compounds", "/compounds/{compoundId}", compound_id: CompoundPath,
    Compound, CompoundInput, CompoundQuery,
    /// 小区列表
    "listCompounds"
    /// 新增小区
    "createCompound"
    /// 查看小区
    "getCompound"
    /// 修改小区
    "updateCompound"
    /// 删除小区
    "deleteCompound"
}

routes! {
    grids, grid, "/grids", "/grids/{gridId}", grid_id: GridPath,
    Grid, GridInput, GridQuery,
    /// 网格列表
    "listGrids"
    /// 新增网格
    "createGrid"
    /// 查看网格
    "getGrid"
    /// 修改网格
    "updateGrid"
    /// 删除网格
    "deleteGrid"
}

routes! {
    buildings, building, "/buildings", "/buildings/{buildingId}", building_id: BuildingPath,
    Building, BuildingInput, BuildingQuery,
    /// 楼栋列表
    "listBuildings"
    /// 新增楼栋
    "createBuilding"
    /// 查看楼栋
    "getBuilding"
    /// 修改楼栋
    "updateBuilding"
    /// 删除楼栋
    "deleteBuilding"
}

routes! {
    units, unit, "/units", "/units/{unitId}", unit_id: UnitPath,
    Unit, UnitInput, UnitQuery,
    /// 单元列表
    "listUnits"
    /// 新增单元
    "createUnit"
    /// 查看单元
    "getUnit"
    /// 修改单元
    "updateUnit"
    /// 删除单元
    "deleteUnit"
}

routes! {
    dwellings, dwelling, "/dwellings", "/dwellings/{dwellingId}", dwelling_id: DwellingPath,
    Dwelling, DwellingInput, DwellingQuery,
    /// 房屋列表
    "listDwellings"
    /// 新增房屋
    "createDwelling"
    /// 查看房屋
    "getDwelling"
    /// 修改房屋
    "updateDwelling"
    /// 删除房屋
    "deleteDwelling"
}

routes! {
    households, household, "/households", "/households/{householdId}", household_id: HouseholdPath,
    Household, HouseholdInput, HouseholdQuery,
    /// 户列表
    "listHouseholds"
    /// 新增户
    "createHousehold"
    /// 查看户
    "getHousehold"
    /// 修改户
    "updateHousehold"
    /// 删除户
    "deleteHousehold"
}

routes! {
    residents, resident, "/residents", "/residents/{residentId}", resident_id: ResidentPath,
    Resident, ResidentInput, ResidentQuery,
    /// 居民列表
    "listResidents"
    /// 新增居民
    "createResident"
    /// 查看居民
    "getResident"
    /// 修改居民
    "updateResident"
    /// 删除居民
    "deleteResident"
}

routes! {
    teams, team, "/teams", "/teams/{teamId}", team_id: TeamPath,
    Team, TeamInput, TeamQuery,
    /// 团队列表
    "listTeams"
    /// 新增团队
    "createTeam"
    /// 查看团队
    "getTeam"
    /// 修改团队
    "updateTeam"
    /// 删除团队
    "deleteTeam"
}

routes! {
    partners, partner, "/partners", "/partners/{partnerId}", partner_id: PartnerPath,
    Partner, PartnerInput, PartnerQuery,
    /// 共建单位列表
    "listPartners"
    /// 新增共建单位
    "createPartner"
    /// 查看共建单位
    "getPartner"
    /// 修改共建单位
    "updatePartner"
    /// 删除共建单位
    "deletePartner"
}

/// Mounts the routes of all of them.
pub fn mount(routes: &mut Routes<'_>) {
    compounds::mount(routes);
    grids::mount(routes);
    buildings::mount(routes);
    units::mount(routes);
    dwellings::mount(routes);
    households::mount(routes);
    residents::mount(routes);
    teams::mount(routes);
    partners::mount(routes);
}

//! The nine kinds of records that staff keep: each with the same five routes.

mod resource;

use resource::routes;

use crate::http::Routes;

routes! {
    compounds, compound, "/compounds", "/{compoundId}", compound_id: CompoundPath,
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
    grids, grid, "/grids", "/{gridId}", grid_id: GridPath,
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
    buildings, building, "/buildings", "/{buildingId}", building_id: BuildingPath,
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
    units, unit, "/units", "/{unitId}", unit_id: UnitPath,
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
    dwellings, dwelling, "/dwellings", "/{dwellingId}", dwelling_id: DwellingPath,
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
    households, household, "/households", "/{householdId}", household_id: HouseholdPath,
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
    residents, resident, "/residents", "/{residentId}", resident_id: ResidentPath,
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
    teams, team, "/teams", "/{teamId}", team_id: TeamPath,
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
    partners, partner, "/partners", "/{partnerId}", partner_id: PartnerPath,
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

//! The production shape: `docker-compose.yml`, `Dockerfile` and `deploy/`, read as data,
//! and nginx's configuration really served through.

use std::collections::HashMap;
use std::path::PathBuf;

use api::config::{Config, Environment, WechatMode};
use api::keys::Keys;
use yaml_serde::Value;

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Its text.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn compose() -> Value {
    let mut compose: Value = yaml_serde::from_str(&text("docker-compose.yml")).expect("docker-compose.yml is no YAML");
    compose.apply_merge().expect("its anchors do not merge");
    compose
}

fn services(compose: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let services = compose["services"].as_mapping().expect("there are no services");
    services.iter().map(|(name, service)| (name.as_str().unwrap_or_default(), service))
}

fn words(value: &Value) -> Vec<&str> {
    value.as_sequence().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The variables of `deploy/siwei.env.example`.
fn variables() -> HashMap<String, String> {
    let example = text("deploy/siwei.env.example");
    let lines = example.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn two_replicas_stand_behind_nginx_with_postgresql_and_redis() {
    let compose = compose();
    let names: Vec<&str> = services(&compose).map(|(name, _)| name).collect();
    assert_eq!(names, ["nginx", "api-1", "api-2", "postgres", "redis"]);
    assert_eq!(compose["services"]["api-1"], compose["services"]["api-2"]);

    let open: Vec<&str> =
        services(&compose).filter(|(_, service)| !service["ports"].is_null()).map(|(name, _)| name).collect();
    assert_eq!(open, ["nginx"], "only nginx is reached from outside");
}

#[test]
fn every_service_has_a_health_check_and_an_ordinary_user() {
    let compose = compose();
    for (name, service) in services(&compose) {
        assert!(words(&service["healthcheck"]["test"]).len() > 1, "{name} has no health check");
        let user = service["user"].as_str().unwrap_or_else(|| panic!("{name} has no user"));
        assert!(!user.starts_with("root") && !user.starts_with('0'), "{name} runs as root");
        assert_eq!(service["restart"], "unless-stopped", "{name}");
        assert_eq!(service["read_only"], true, "{name} may write where it likes");
        assert_eq!(words(&service["cap_drop"]), ["ALL"], "{name}");
        assert_eq!(words(&service["security_opt"]), ["no-new-privileges:true"], "{name}");
        let image = service["image"].as_str().unwrap_or_default();
        let tag = image.split_once(':').map(|(_, tag)| tag).unwrap_or_default();
        assert!(tag.contains(|c: char| c.is_ascii_digit()) && tag != "latest", "{name}: {image} is not pinned");
    }
    let api = &compose["services"]["api-1"];
    assert_eq!(words(&api["healthcheck"]["test"]), ["CMD", "siwei", "healthcheck"]);
    let grace = api["stop_grace_period"].as_str().and_then(|grace| grace.strip_suffix('s')?.parse::<u32>().ok());
    assert!(grace > Some(30), "a replica is killed while it finishes");
}

#[test]
fn what_the_compose_file_mounts_and_waits_for_exists() {
    let compose = compose();
    let volumes = compose["volumes"].as_mapping().expect("there are no volumes");
    for (name, service) in services(&compose) {
        for volume in words(&service["volumes"]) {
            let source = volume.split(':').next().unwrap_or_default();
            let there =
                if source.starts_with('.') { repository(source).exists() } else { volumes.contains_key(source) };
            assert!(there, "{name} mounts {source}, which is not there");
        }
        for (other, how) in service["depends_on"].as_mapping().into_iter().flatten() {
            assert!(!compose["services"][other].is_null(), "{name} waits for an unknown service");
            assert_eq!(how["condition"], "service_healthy");
        }
        for file in words(&service["env_file"]) {
            assert!(repository(&format!("{file}.example")).exists(), "{file} has no example");
        }
    }
}

#[test]
fn the_settings_and_the_example_of_the_secrets_make_a_production_configuration() {
    let settings = repository("deploy/siwei.toml");
    let config = Config::load_with(settings.to_str(), variables()).expect("the configuration is refused");

    assert_eq!((config.environment, config.wechat.mode), (Environment::Production, WechatMode::Live));
    assert_eq!(config.database.url, variables()["SIWEI__DATABASE__URL"]);
    assert_eq!(config.wechat.apps.len(), 1);
    let proxy = compose()["services"]["nginx"]["networks"]["inside"]["ipv4_address"].as_str().map(str::to_owned);
    assert_eq!(config.trusted_proxies.first().map(ToString::to_string), proxy, "nginx is not trusted");

    let refusal = Keys::open(&config).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("placeholder"), "the example's keys must not work: {refusal}");
}

#[test]
fn a_key_that_does_not_exist_is_refused() {
    let variables = HashMap::from([("SIWEI__DATABASE__ULR".to_owned(), "sqlite://x".to_owned())]);
    let refusal = Config::load_with(None, variables).expect_err("the typo is swallowed");
    assert!(format!("{refusal:#}").contains("ulr"), "{refusal:#}");
}

// Sets up the interactive reference: in Chinese, with nothing from outside, and in demo
// mode with a list of people to be.
'use strict'

const people = JSON.parse(document.getElementById('demo-people').textContent)

/** The reference's settings, with the token of the person chosen. */
function settings(token) {
  return {
    url: '/openapi.json',
    localization: { locale: 'zh-CN' },
    authentication: {
      preferredSecurityScheme: 'bearer',
      securitySchemes: { bearer: { token } },
    },
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    documentDownloadType: 'json',
    // Whatever would speak to somebody else's servers is off.
    agent: { disabled: true },
    mcp: { disabled: true },
    telemetry: false,
    withDefaultFonts: false,
    proxyUrl: '',
    hideClientButton: true,
    showDeveloperTools: 'never',
    externalUrls: {
      dashboardUrl: location.origin,
      registryUrl: location.origin,
      apiBaseUrl: location.origin,
      proxyUrl: '',
    },
  }
}

const reference = Scalar.createApiReference('#reference', settings(people[0]?.token ?? ''))

if (people.length > 0) {
  const choice = document.getElementById('person')
  choice.append(...people.map((person, index) => new Option(person.label, index)))
  choice.addEventListener('change', () => {
    reference.updateConfiguration(settings(people[choice.value].token))
  })
  document.getElementById('demo').hidden = false
  document.body.classList.add('demo')
}

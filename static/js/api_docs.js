/* Shows the OpenAPI document. Only reading can be tried here: changes need a token and care. */
"use strict";

/* A browser sends the session by itself: nobody has to look it up and paste it. */
const withoutSession = (spec) => {
  const { session, ...others } = spec.components.securitySchemes;
  return { ...spec, components: { ...spec.components, securitySchemes: others } };
};

const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  supportedSubmitMethods: ["get"],
  plugins: [
    {
      statePlugins: {
        spec: { wrapActions: { updateJsonSpec: (update) => (spec) => update(withoutSession(spec)) } },
      },
    },
  ],
});

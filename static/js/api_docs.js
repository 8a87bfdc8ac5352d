/* Shows the OpenAPI document. Only reading can be tried here: changes need a token and care. */
"use strict";

const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  supportedSubmitMethods: ["get"],
});

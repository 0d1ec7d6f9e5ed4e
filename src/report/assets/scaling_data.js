// The data of the page of a scaling study (scaling.json), in the places where the charts look for them.

const study = JSON.parse($('chorus-study').textContent);
const run = {scaling: study.points};
const choice = {listeners: []};

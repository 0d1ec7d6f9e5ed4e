// The answer first: what was found, and how sure it is.

function interval(score) {
  const half = 1.96 * score.silhouette_se;
  return half > 0 ? [score.silhouette - half, score.silhouette + half] : null;
}

function fact(name, value, ...words) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, el('span', {class: 'big'}, value),
    words.map((text) => el('span', {class: 'quiet'}, text))));
}

(() => {
  const title = `${whole(data.rows_used)} songs, ${inWords(data.choices.chosen)} ${data.choices.chosen === 1 ? 'kind' : 'kinds'}`;
  document.title = `${title} – Chorus`;
  $('headline').textContent = title;
  $('source').append(foreign(run.input.split('/').at(-1)));
  const list = [];
  clusters.slice(0, 12).forEach((c, i) => {
    if (i > 0) list.push(i === k - 1 ? ' and ' : ', ');
    list.push(el('b', {}, foreign(clusterName(c))), ` (${percent(data.profiles[c].share, 0)})`);
  });
  if (data.choices.chosen > 12) list.push(` and ${whole(data.choices.chosen - 12)} more`);
  const judged = chosenScore && isNumber(chosenScore.silhouette);
  const sure = judged ? ` They show ${silhouetteWords(chosenScore.silhouette)}: ` + (chosenScore.silhouette > 0.5
    ? 'most songs clearly belong to one kind.'
    : chosenScore.silhouette > 0.25
      ? 'the kinds are there, but they shade into one another, and songs near a border could go either way.'
      : 'the kinds describe regions of one continuous field rather than separate groups.') : '';
  $('standfirst').append(...list, '.', sure);

  const facts = $('facts');
  const used = data.rows_used === data.rows ? 'all rows of the input' : `of ${whole(data.rows)} rows of the input`;
  facts.append(fact('Songs clustered', whole(data.rows_used), used));
  facts.append(fact('Clusters', whole(data.choices.chosen), data.choices.by === 'given' ? 'as given' : `chosen by ${data.choices.by.replaceAll('_', ' ')}`));
  if (judged) {
    const bounds = interval(chosenScore);
    facts.append(fact('Silhouette', fixed(chosenScore.silhouette, 3),
      bounds ? `95 % interval ${fixed(bounds[0], 3)} to ${fixed(bounds[1], 3)}, from ${whole(chosenScore.silhouette_rows)} sampled songs`
        : `exact, over ${whole(chosenScore.silhouette_rows)} songs`, `in ${data.space}`));
    facts.append(fact('Davies-Bouldin', fixed(chosenScore.davies_bouldin, 3), 'lower is better',
      `in ${data.space}`));
  }
  const two = data.pca.explained_variance_ratio.slice(0, 2).reduce((a, b) => a + b, 0);
  facts.append(fact('Variance in 2 components', percent(two, 0), 'is what the map can show'));
  facts.append(fact('Made', (run.date || '–').slice(0, 10), `Chorus ${run.version}`,
    el('span', {}, 'fingerprint ', el('span', {class: 'code'}, data.fingerprint.slice(0, 16), el('wbr'), data.fingerprint.slice(16)))));
})();

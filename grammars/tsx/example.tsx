import React from "react";

interface Props {
  title: string;
}

export const Card = ({ title }: Props) => {
  const style = { color: "red" };
  return (
    <section style={style} data={[1, 2]}>
      <h1>{title}</h1>
      {title.length > 0 && <Button onClick={() => { close(); }} />}
    </section>
  );
};

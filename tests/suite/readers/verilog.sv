module lamp(input clk, output reg on);
  always @(posedge clk) on <= ~on;
endmodule

module timer(input clk, output reg [7:0] count);
  always @(posedge clk) count <= count + 1;
endmodule

module horn(input clk, output reg tone);
  always @(posedge clk) tone <= ~tone;
endmodule

module fog(input wet, input cold, output dense);
  assign dense = wet & cold;
endmodule
